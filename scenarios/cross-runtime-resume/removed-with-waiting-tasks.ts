import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/removed-with-waiting-tasks', {
  title: 'Removing a runtime ends what waits, runs and would come there, and its daemon is refused',
  requirements: ['RUN-10'],
  needs: ['runtimes'],
  checks: ['removed-runtime-ends', 'one-end-per-task'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    laptop.hold();
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await runtimes.queue({ agentId, prompt: 'And the logout page' });
    await runtimes.removeRuntime({ runtimeId: 'laptop' });
    await runtimes.listTasks({ agentId });
    await runtimes.queue({ agentId, prompt: 'Too late' });
    await runtimes.createAgent({ name: 'Also too late', runtimeId: 'laptop' });
    laptop.release();
    await laptop.finished(taskId);
    await world.clock.advance('20 seconds');
    await runtimes.listRuntimes();
    await runtimes.readChat({ chatId });
  },
});

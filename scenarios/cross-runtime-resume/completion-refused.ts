import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/completion-refused', {
  title: 'A completion that is refused as malformed is not said again; the task can be called off',
  requirements: ['RUN-4'],
  needs: ['runtimes'],
  faults: [{ where: { operation: 'completeTask', nth: 1 }, fault: { kind: 'status', status: 400 } }],
  checks: ['daemon-retries', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await work(laptop, { taskId });
    await runtimes.readTask({ taskId });
    await world.clock.advance('10 seconds');
    await runtimes.cancel({ taskId });
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Try again' }));
  },
});

import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/cancelled-before-the-retry', {
  title: 'A completion that comes after its task was called off is refused for good, and moves nothing',
  requirements: ['RUN-4'],
  needs: ['runtimes'],
  faults: [{ where: { operation: 'completeTask', nth: 1 }, fault: { kind: 'status', status: 503 } }],
  checks: ['one-end-per-task', 'daemon-retries'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await world.clock.advance('3 seconds');
    await runtimes.cancel({ taskId });
    await laptop.finished(taskId);
    await runtimes.readTask({ taskId });
    await runtimes.readChat({ chatId });
  },
});

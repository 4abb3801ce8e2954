import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/cancelled-at-once', {
  title: 'A task that is called off and completed at once has one end, and its chat the pointer of that end',
  requirements: ['RUN-4', 'RUN-7'],
  needs: ['runtimes'],
  checks: ['one-end-per-task', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    laptop.hold();
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await world.clock.advance('5 seconds');
    laptop.release();
    await world.atOnce(
      () => laptop.finished(taskId),
      () => runtimes.cancel({ taskId }),
    );
    await runtimes.readTask({ taskId });
    await runtimes.readChat({ chatId });
  },
});

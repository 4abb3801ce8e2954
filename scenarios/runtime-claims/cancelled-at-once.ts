import { agentOn, chatWith, daemonOf, letGo } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/cancelled-at-once', {
  title: 'A task that is called off and completed at once has one end, and its chat the pointer of that end',
  requirements: ['RUN-4', 'RUN-7'],
  needs: ['runtimes'],
  checks: ['one-end-per-task', 'claimed-by-one'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const chatId = await chatWith(world, await agentOn(world, laptop));
    const hand = world.caller('daemon', await world.token({ role: 'daemon', runtimeId: 'laptop' }));
    laptop.hold();
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await world.clock.settle();
    const { claimKey } = laptop.running?.claim ?? {};
    const end = { claimKey, output: 'Done', sessionId: 'by-hand' };
    await world.atOnce(
      () => hand.ask('completeTask', { projectId: world.projectId, taskId }, { body: end }),
      () => runtimes.cancel({ taskId }),
      () => runtimes.readChat({ chatId }),
    );
    await letGo(laptop, { taskId });
    await runtimes.readTask({ taskId });
    await runtimes.readChat({ chatId });
  },
});

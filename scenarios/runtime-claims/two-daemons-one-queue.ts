import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/two-daemons-one-queue', {
  title: 'Two daemons of one runtime that ask at once get different tasks, or one of them none',
  requirements: ['RUN-7'],
  needs: ['runtimes'],
  checks: ['claimed-by-one', 'waiting-task-given'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, spare] = [await daemonOf(world, 'laptop'), await world.daemon('spare', { runtimeId: 'laptop' })];
    await spare.start();
    await spare.idle();
    const agentId = await agentOn(world, laptop);
    for (const prompt of ['Fix the login page', 'Fix the logout page', 'Fix the front page']) {
      await runtimes.queue({ agentId, prompt });
    }
    await world.atOnce(
      () => laptop.poll(),
      () => spare.poll(),
      () => runtimes.listTasks({ agentId }),
    );
    await world.clock.advance('5 seconds');
    await runtimes.listTasks({ agentId });
  },
});

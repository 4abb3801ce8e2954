import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/two-runtimes', {
  title: 'A claim takes no task of another runtime, whoever asks first',
  requirements: ['RUN-7'],
  needs: ['runtimes'],
  checks: ['claimed-by-one', 'waiting-task-given'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await server.poll();
    await world.clock.advance('5 seconds');
    await server.poll();
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    const next = await runtimes.queue({ agentId, prompt: 'And the logout page' });
    await world.atOnce(
      () => laptop.poll(),
      () => server.poll(),
    );
    await laptop.finished(taskId);
    await server.finished(next.taskId);
  },
});

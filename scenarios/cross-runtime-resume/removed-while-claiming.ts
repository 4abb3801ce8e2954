import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/removed-while-claiming', {
  title: 'A claim and the removal of its runtime at once leave no task to wait for ever',
  requirements: ['RUN-10', 'RUN-7'],
  needs: ['runtimes'],
  checks: ['removed-runtime-ends'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await world.atOnce(
      () => laptop.poll(),
      () => runtimes.removeRuntime({ runtimeId: 'laptop' }),
      () => runtimes.queue({ agentId, prompt: 'And the logout page' }),
    );
    await world.clock.advance('20 seconds');
    await runtimes.readTask({ taskId });
    await runtimes.listRuntimes();
  },
});

import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/lease-over', {
  title:
    'A task whose daemon died before it started goes to another one of its runtime after 60 seconds, and no sooner',
  requirements: ['RUN-7'],
  needs: ['runtimes', 'time'],
  faults: [{ where: { actor: 'daemon:laptop', operation: 'startAgentTask', nth: 1 }, fault: { kind: 'lost' } }],
  checks: ['claimed-by-one', 'waiting-task-given'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, spare] = [await daemonOf(world, 'laptop'), await world.daemon('spare', { runtimeId: 'laptop' })];
    const agentId = await agentOn(world, laptop);
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await laptop.poll();
    laptop.stop();
    await spare.start();
    await spare.idle();
    await world.clock.advance('50 seconds');
    await runtimes.readTask({ taskId });
    await spare.poll();
    await spare.finished(taskId);
  },
});

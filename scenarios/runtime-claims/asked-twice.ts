import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/asked-twice', {
  title: 'A claim that arrives twice takes one task, and whatever the daemon says of it counts once',
  requirements: ['RUN-7', 'RUN-4'],
  needs: ['runtimes'],
  faults: [
    { where: { operation: 'claimTask', nth: 2 }, fault: { kind: 'duplicate' } },
    { where: { operation: 'startAgentTask', nth: 1 }, fault: { kind: 'duplicate' } },
    { where: { operation: 'appendTaskMessages', nth: 1 }, fault: { kind: 'duplicate' } },
    { where: { operation: 'completeTask', nth: 1 }, fault: { kind: 'duplicate' } },
  ],
  checks: ['claimed-by-one', 'one-end-per-task'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await runtimes.queue({ agentId, prompt: 'And the logout page' });
    await work(laptop, { taskId });
    await runtimes.taskMessages({ taskId });
    await laptop.idle();
  },
});

import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/answer-lost', {
  title: 'A daemon whose claim got no answer is given the same task under the same key at once',
  requirements: ['RUN-7'],
  needs: ['runtimes'],
  faults: [{ where: { actor: 'daemon:laptop', operation: 'claimTask', nth: 2 }, fault: { kind: 'answer-lost' } }],
  checks: ['claimed-by-one', 'waiting-task-given', 'daemon-asks-again'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await runtimes.queue({ agentId, prompt: 'And the logout page' });
    await laptop.poll();
    await laptop.finished(taskId);
    await laptop.idle();
  },
});

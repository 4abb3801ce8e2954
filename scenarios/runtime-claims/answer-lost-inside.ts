import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/answer-lost-inside', {
  title: 'A claim that is stored before its object is reset is given again, with what it was offered',
  requirements: ['RUN-7', 'RUN-1'],
  needs: ['runtimes'],
  faults: [
    { where: { actor: 'daemon:laptop', operation: 'claimTask', nth: 4 }, fault: { kind: 'answer-lost-after-commit' } },
  ],
  checks: ['claimed-by-one', 'daemon-asks-again'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await work(laptop, first);
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'And the logout page' }));
  },
});

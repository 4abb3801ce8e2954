import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/issue-same-runtime', {
  title: 'The second task of an issue on the same runtime goes on with the session of the first',
  requirements: ['RUN-1', 'RUN-3', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['offered-when-possible', 'daemon-uses-offer'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await work(laptop, first);
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'And now the logout page' }));
    await work(laptop, await runtimes.queue({ agentId, prompt: 'Something else entirely' }));
  },
});

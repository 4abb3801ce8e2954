import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/issue-back-again', {
  title: 'An issue that comes back to its first runtime is not offered the session made there before the last one',
  requirements: ['RUN-1'],
  needs: ['runtimes'],
  checks: ['offered-only-where-made', 'offered-when-possible'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await work(laptop, first);
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.queue({ agentId, issueId, prompt: 'Go on over there' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'laptop' });
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'And back here' }));
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'Still here' }));
  },
});

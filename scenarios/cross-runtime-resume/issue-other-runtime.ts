import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/issue-other-runtime', {
  title: 'The second task of an issue on another runtime gets the work directory, and makes a session of its own',
  requirements: ['RUN-1', 'RUN-3'],
  needs: ['runtimes'],
  checks: ['offered-only-where-made', 'work-dir-kept'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await work(laptop, first);
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.queue({ agentId, issueId, prompt: 'And now the logout page' }));
  },
});

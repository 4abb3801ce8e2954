import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/work-directory-carried', {
  title: 'A work directory with its files goes on with each task, and by its path to another machine',
  requirements: ['RUN-3'],
  needs: ['runtimes'],
  checks: ['work-dir-kept', 'daemon-uses-offer'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page /nosession' });
    const [second, third] = ['Fix the logout page', 'Fix the front page /fail'];
    await work(laptop, first);
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: second }));
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: third }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.queue({ agentId, issueId, prompt: 'Go on over there' }));
    await work(server, await runtimes.queue({ agentId, issueId, prompt: 'And finish it' }));
  },
});

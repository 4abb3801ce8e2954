import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/crash-after-pin', {
  title: 'A daemon that crashes in mid-run and comes back goes on with the session and directory that it had pinned',
  requirements: ['RUN-8'],
  needs: ['runtimes'],
  checks: ['pinned-survives', 'orphans-queued-again', 'daemon-uses-offer'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { taskId, issueId } = await runtimes.queue({ agentId, prompt: 'Fix the login page /crash' });
    await laptop.poll();
    await world.clock.settle();
    await runtimes.readTask({ taskId });
    await laptop.comeBack();
    await laptop.finished(taskId);
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'And now the logout page' }));
  },
});

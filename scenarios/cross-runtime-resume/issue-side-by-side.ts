import { agentOn, daemonOf, letGo, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/issue-side-by-side', {
  title: 'An issue goes on with the run of the same agent that ended last, not with the one that was queued last',
  requirements: ['RUN-1', 'RUN-3'],
  needs: ['runtimes'],
  checks: ['offered-when-possible', 'work-dir-kept'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, spare] = [await daemonOf(world, 'laptop'), await world.daemon('spare', { runtimeId: 'laptop' })];
    await spare.start();
    await spare.idle();
    const [agentId, other] = [await agentOn(world, laptop), await agentOn(world, laptop)];
    laptop.hold();
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await laptop.poll();
    await world.clock.advance('2 seconds');
    await work(spare, await runtimes.queue({ agentId, issueId, prompt: 'And its colours' }));
    await world.clock.advance('2 seconds');
    spare.stop();
    await letGo(laptop, first);
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'And now the logout page' }));
    await work(laptop, await runtimes.queue({ agentId: other, issueId, prompt: 'Review it' }));
  },
});

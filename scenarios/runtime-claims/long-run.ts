import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/long-run', {
  title: 'A run of ten minutes stays with its daemon, which says that it lives, and what both attempts said is kept',
  requirements: ['RUN-8'],
  needs: ['runtimes', 'time'],
  checks: ['daemon-beats', 'task-messages-kept', 'orphans-queued-again'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page /long 10m' });
    await laptop.poll();
    await world.clock.settle();
    laptop.crash();
    await laptop.comeBack();
    await laptop.finished(taskId);
    await runtimes.taskMessages({ taskId });
  },
});

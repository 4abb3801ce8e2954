import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/silent-runtime', {
  title:
    'A runtime is offline after 45 silent seconds, and after 300 its running task is queued again with what it pinned',
  requirements: ['RUN-8', 'RUN-10'],
  needs: ['runtimes', 'time'],
  checks: ['runtime-status-true', 'orphans-queued-again', 'pinned-survives'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    laptop.hold();
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await laptop.poll();
    await world.clock.settle();
    laptop.crash();
    await world.clock.advance('40 seconds');
    await runtimes.listRuntimes();
    await world.clock.advance('10 seconds');
    await runtimes.listRuntimes();
    await world.clock.advance('240 seconds');
    await runtimes.readTask({ taskId });
    await world.clock.advance('80 seconds');
    await runtimes.readTask({ taskId });
    laptop.release();
    await laptop.comeBack();
    await laptop.finished(taskId);
  },
});

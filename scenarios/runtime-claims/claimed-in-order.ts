import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/claimed-in-order', {
  title: 'Tasks are given in the order in which they were queued, whichever agent they are for',
  requirements: ['RUN-7'],
  needs: ['runtimes'],
  checks: ['waiting-task-given'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const other = await agentOn(world, laptop);
    const { clock } = world;
    for (const prompt of ['One', 'Two', 'Three']) {
      await runtimes.queue({ agentId, prompt });
      await clock.advance('1 second');
    }
    const last = await runtimes.queue({ agentId: other, prompt: 'Four' });
    await laptop.poll();
    await laptop.finished(last.taskId);
    await runtimes.listTasks();
  },
});

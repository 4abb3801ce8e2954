import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/late-first-click', {
  title: 'A submit that arrives long after its repetition makes no second task',
  requirements: ['TASK-1'],
  needs: ['tasks'],
  faults: [{ where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'delay', ms: 2000 } }],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play(world) {
    const tab = await world.join('reloaded');
    const submit = { message: 'Remove the old banner', key: 'impatient' };
    await Promise.all([world.frontend.submit(submit), tab.resubmit(submit)]);
    await tab.listTasks();
  },
});

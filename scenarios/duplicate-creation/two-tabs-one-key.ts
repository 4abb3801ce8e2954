import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/two-tabs-one-key', {
  title: 'Two tabs that submit at once with one key make one task',
  requirements: ['TASK-1'],
  needs: ['tasks'],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play(world) {
    const tab = await world.join('second');
    const submit = { message: 'Fix the login page', key: 'one-click' };
    await world.atOnce(
      () => world.frontend.submit(submit),
      () => tab.submit(submit),
    );
    await world.frontend.listTasks();
    await tab.listSessions();
  },
});

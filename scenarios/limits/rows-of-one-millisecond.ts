import { scenario } from '../play/scenario.ts';

export default scenario('limits/rows-of-one-millisecond', {
  title: 'Lists of tasks and sessions made in the same millisecond lose and repeat none, wherever their pages are cut',
  requirements: ['TASK-18'],
  needs: ['tasks'],
  checks: ['lists-complete'],
  async play(world) {
    const { frontend } = world;
    const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
    await world.atOnce(...names.map((name) => () => frontend.submit({ message: `Plan ${name}.` })));
    for (const limit of [1, 2, 3, 7]) {
      await frontend.listTasks({ limit });
      await frontend.listSessions({ limit });
    }
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('pressure/two-hundred-at-once', {
  title: 'Two hundred submits at once all succeed, and the lists have every one of them',
  requirements: ['TASK-16', 'TASK-1'],
  needs: ['tasks'],
  checks: ['only-injected-refusals', 'one-session-per-task', 'lists-complete'],
  async play(world) {
    const submits = Array.from({ length: 200 }, (_, n) => () => world.frontend.submit({ message: `Task ${n + 1}` }));
    await world.atOnce(...submits);
    await world.frontend.listTasks({ limit: 100 });
    await world.frontend.listSessions({ limit: 100 });
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('pressure/many-at-once', {
  title: 'Two hundred submits at once all succeed, and the lists have every one of them',
  requirements: ['TASK-1', 'TASK-16'],
  needs: ['tasks'],
  checks: ['only-injected-refusals', 'one-session-per-task', 'lists-complete'],
  size: 'large',
  async play(world) {
    const { frontend } = world;
    const submits = Array.from({ length: 200 }, (_, n) => () => frontend.submit({ message: `Task ${n + 1}` }));
    await world.abreast(...submits);
    await frontend.listTasks({ limit: 100 });
    await frontend.listSessions({ limit: 100 });
  },
});

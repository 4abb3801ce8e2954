import { scenario } from '../play/scenario.ts';

export default scenario('pressure/lists-while-submitting', {
  title: 'Lists read in small pages while many submit leave nothing out of what was there',
  requirements: ['TASK-16', 'TASK-18'],
  needs: ['tasks'],
  checks: ['lists-complete', 'only-injected-refusals', 'one-session-per-task'],
  async play(world) {
    const { frontend } = world;
    const reader = await world.join('reader', 'bob');
    const submit = (n: number) => () => frontend.submit({ message: `Task ${n}` });
    const first = Array.from({ length: 12 }, (_, n) => submit(n + 1));
    const more = Array.from({ length: 6 }, (_, n) => submit(n + 13));
    await world.atOnce(...first);
    await world.atOnce(
      ...more,
      () => reader.listTasks({ limit: 4 }),
      () => reader.listSessions({ limit: 5 }),
    );
    await reader.listTasks({ limit: 7 });
    await reader.listSessions({ limit: 1 });
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/two-bodies-at-once', {
  title: 'Of two different submits at once with one key, one makes the task and the other is refused',
  requirements: ['TASK-1', 'TASK-4'],
  needs: ['tasks', 'messages'],
  checks: ['one-task-per-key', 'first-message-stored-once'],
  async play(world) {
    const { frontend, vmAgent } = world;
    await world.atOnce(
      () => frontend.submit({ message: 'Sort the imports', key: 'contested' }),
      () => frontend.submit({ message: 'Format the code', key: 'contested' }),
    );
    await vmAgent.assigned();
    await vmAgent.delivered();
  },
});

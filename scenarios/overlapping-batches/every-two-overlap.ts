import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/every-two-overlap', {
  title: 'Batches sent at once, of which every two have a message in common, store each message once and count it once',
  requirements: ['TASK-10', 'TASK-8'],
  needs: ['tasks', 'messages'],
  checks: ['stored-once', 'seq-gapless', 'counts-match', 'answered-per-message'],
  async play(world) {
    const task = await world.startTask('Stream the output.');
    const token = await world.token({ role: 'vm-agent', workspaceId: task.workspaceId });
    const callers = ['one', 'two', 'three', 'four', 'five'].map((name) => world.caller(name, token));
    for (const round of [1, 2, 3]) {
      const shared = callers.flatMap((caller, first) =>
        callers.slice(first + 1).map((other) => ({
          owners: [caller, other],
          message: caller.message(`Round ${round}`),
        })),
      );
      const batchOf = (caller: (typeof callers)[number]) =>
        shared.filter(({ owners }) => owners.includes(caller)).map(({ message }) => message);
      await world.atOnce(...callers.map((caller) => () => caller.append(task, batchOf(caller))));
      await world.frontend.readSession(task);
    }
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/sliding-windows', {
  title: 'Windows of the same messages, sent at once, store each message once and count it once',
  requirements: ['TASK-10', 'TASK-8'],
  needs: ['tasks', 'messages'],
  checks: ['stored-once', 'seq-gapless', 'counts-match', 'answered-per-message'],
  async play(world) {
    const task = await world.startTask('Stream the output.');
    const token = await world.token({ role: 'vm-agent', workspaceId: task.workspaceId });
    const callers = ['north', 'east', 'south', 'west'].map((name) => world.caller(name, token));
    for (const round of [1, 2, 3]) {
      const messages = callers.flatMap((caller, at) =>
        ['a', 'b'].map((part) => caller.message(`Round ${round}, line ${at}${part}`)),
      );
      const windows = callers.map((caller, at) => () => caller.append(task, messages.slice(at, at + 5)));
      await world.atOnce(...windows);
      await world.frontend.readSession(task);
    }
  },
});

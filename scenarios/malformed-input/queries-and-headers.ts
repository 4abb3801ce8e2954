import { scenario } from '../play/scenario.ts';

export default scenario('malformed-input/queries-and-headers', {
  title: 'A submit without a usable Idempotency-Key, and a list with a limit or cursor that is none, are refused',
  requirements: ['SAFE-2', 'TASK-18'],
  needs: ['tasks', 'messages'],
  checks: ['malformed-refused'],
  async play(world) {
    const { projectId, sessionId } = await world.startTask('Ask a question.');
    const user = world.caller('vague', world.userToken);
    const body = { message: 'Without a key.' };
    await user.ask('submitTask', { projectId }, { body });
    await user.ask('submitTask', { projectId }, { body, headers: { 'idempotency-key': 'k'.repeat(201) } });
    for (const limit of [0, -1, 101, 1.5, 'ten']) {
      await user.ask('listTasks', { projectId }, { query: { limit } });
      await user.ask('listSessions', { projectId }, { query: { limit } });
      await user.ask('listMessages', { projectId, sessionId }, { query: { limit } });
    }
    for (const cursor of ['x'.repeat(201), 'now', "' OR 1=1"])
      await user.ask('listTasks', { projectId }, { query: { cursor } });
    for (const after of [-1, 'one', 0.5])
      await user.ask('listMessages', { projectId, sessionId }, { query: { after } });
  },
});

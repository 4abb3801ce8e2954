import { scenario } from '../play/scenario.ts';

export default scenario('malformed-input/paths-and-methods', {
  title: 'Ids that are none, unknown paths and other methods get a clear refusal',
  requirements: ['SAFE-2'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['malformed-refused'],
  async play(world) {
    const { projectId, sessionId } = await world.startTask('Find the way.');
    const lost = world.caller('lost', world.userToken);
    for (const word of ['nowhere', '0', '%', `${sessionId}x`, '{sessionId}', 'é'.repeat(1000)]) {
      await lost.ask('getSession', { projectId, sessionId: word });
      await lost.ask('getTask', { projectId, taskId: word });
      await lost.ask('listMessages', { projectId, sessionId: word });
    }
    for (const path of ['/', '/v1/nowhere', `/v1/projects/${projectId}/tasks/`, '/v1/projects/%zz/tasks', '/v1/%']) {
      await lost.ask('listTasks', { projectId }, { instead: { path } });
    }
    for (const method of ['PATCH', 'DELETE', 'PUT'])
      await lost.ask('listTasks', { projectId }, { instead: { method } });
    await lost.ask('events', { projectId });
    await lost.ask('listTasks', { projectId });
  },
});

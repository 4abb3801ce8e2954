import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/batch-for-unknown-session', {
  title: 'A message for a session that does not exist, or is of another project, is refused, and there is no history',
  requirements: ['TASK-19', 'SAFE-1'],
  needs: ['tasks', 'messages'],
  checks: ['unknown-session-refused'],
  async play(world) {
    const { frontend } = world;
    const { sessionId } = await world.startTask('Send the parcel.');
    const projectId = await world.otherProject();
    const lost = world.caller('lost', await world.token({ role: 'user', userId: 'alice' }, { projectId }));
    const hello = lost.message('Hello?', { role: 'user' });
    await frontend.send({ sessionId: lost.uuid(), content: 'Anybody there?' });
    await frontend.history({ sessionId: lost.uuid() });
    await lost.append({ projectId, sessionId }, [hello]);
    await lost.append({ projectId, sessionId: lost.uuid() }, [hello]);
  },
});

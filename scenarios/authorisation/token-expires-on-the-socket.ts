import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/token-expires-on-the-socket', {
  title: 'A socket whose token has expired since it was opened is given no further subscription',
  requirements: ['SAFE-1'],
  needs: ['tasks', 'events'],
  checks: ['access-kept'],
  async play(world) {
    const { clock } = world;
    const { projectId, sessionId } = await world.startTask('Close at nine.');
    const token = await world.token({ role: 'user', userId: 'alice' }, { expiresInSeconds: 3 });
    const guest = world.caller('guest', token);
    const socket = await guest.open(projectId);
    socket.send({ type: 'subscribe', sessionId, after: 0 });
    await clock.advance('5 seconds');
    socket.send({ type: 'subscribe', sessionId: null, after: 0 });
    await clock.settle();
    await guest.ask('listSessions', { projectId });
  },
});

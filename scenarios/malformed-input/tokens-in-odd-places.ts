import { scenario } from '../play/scenario.ts';

export default scenario('malformed-input/tokens-in-odd-places', {
  title: 'No token comes back in an answer, whether it is refused or stands where none belongs',
  requirements: ['SAFE-4', 'SAFE-2'],
  needs: ['tasks', 'messages'],
  checks: ['no-secret-shown', 'malformed-refused'],
  async play(world) {
    const { projectId, sessionId, workspaceId } = await world.startTask('Tell nobody.');
    const expired = await world.token({ role: 'vm-agent', workspaceId }, { expiresInSeconds: 0 });
    const daemon = await world.token({ role: 'daemon', runtimeId: 'runtime-1' });
    for (const [name, token] of Object.entries({ expired, daemon, stranger: 'a-token-that-nobody-ever-made' })) {
      await world.caller(name, token).ask('listTasks', { projectId });
      await world.caller(name, token).append({ projectId, sessionId }, []);
    }
    const secret = await world.token({ role: 'user', userId: 'alice' });
    const careless = world.caller('careless', secret);
    const inSession = { projectId, sessionId };
    await careless.ask('getSession', { projectId, sessionId: secret });
    await careless.ask('getSession', inSession, { instead: { path: `/v1/${secret}` } });
    await careless.ask('listTasks', { projectId }, { query: { cursor: secret } });
    await careless.ask('linkWorkspace', inSession, { body: { workspaceId: secret } });
    await careless.ask('appendMessages', inSession, { body: { [secret]: secret } });
    await careless.append(inSession, [{ ...careless.message('?'), messageId: '?', role: secret }]);
    await careless.ask('submitTask', { projectId }, { headers: { 'idempotency-key': secret }, body: secret });
  },
});

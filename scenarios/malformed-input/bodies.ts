import { scenario } from '../play/scenario.ts';

/** No body that any operation takes. */
const bodies = [
  '{',
  '',
  'null',
  '7',
  '"text"',
  '[]',
  '{}',
  '{"messages":{}}',
  '{"message":7,"workspaceId":7}',
  '{"a":"\0"}',
];

export default scenario('malformed-input/bodies', {
  title: 'A body that is no JSON, or not what the operation takes, is refused as malformed and changes nothing',
  requirements: ['SAFE-2'],
  needs: ['tasks', 'messages'],
  checks: ['malformed-refused'],
  async play(world) {
    const { projectId, sessionId } = await world.startTask('Take it all in.');
    const user = world.caller('clumsy', world.userToken);
    const administrator = world.caller('clumsy-administrator', world.adminToken);
    for (const body of bodies) {
      const headers = { 'idempotency-key': user.uuid() };
      await user.ask('submitTask', { projectId }, { headers, body });
      await user.ask('appendMessages', { projectId, sessionId }, { body });
      await user.ask('linkWorkspace', { projectId, sessionId }, { body });
      await administrator.ask('createProject', {}, { body });
      await administrator.ask('createToken', {}, { body });
    }
    await user.append({ projectId, sessionId }, [user.message('All is well.', { role: 'user' })]);
  },
});

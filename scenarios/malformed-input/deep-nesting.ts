import { scenario } from '../play/scenario.ts';

const depth = 500_000;
const deep = '['.repeat(depth) + ']'.repeat(depth);

export default scenario('malformed-input/deep-nesting', {
  title: 'JSON nested half a million deep, whether or not it is closed again, is refused and hurts nobody',
  requirements: ['SAFE-2'],
  needs: ['tasks', 'messages'],
  checks: ['malformed-refused'],
  async play(world) {
    const { projectId, sessionId } = await world.startTask('Go down.');
    const diver = world.caller('diver', world.userToken);
    const headers = { 'idempotency-key': diver.uuid() };
    await diver.ask('submitTask', { projectId }, { headers, body: `{"message":${deep}}` });
    await diver.ask('appendMessages', { projectId, sessionId }, { body: deep });
    await diver.ask('appendMessages', { projectId, sessionId }, { body: '['.repeat(2 * depth) });
    await diver.append({ projectId, sessionId }, [diver.message('Up again.', { role: 'user' })]);
  },
});

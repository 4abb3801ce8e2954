import { scenario } from '../play/scenario.ts';

const nul = 'zero \0 zero';

export default scenario('malformed-input/nul-bytes', {
  title: 'NUL characters and halves of characters are refused wherever they come, and are never stored',
  requirements: ['SAFE-2', 'TASK-8'],
  needs: ['tasks', 'messages'],
  checks: ['malformed-refused', 'answered-per-message'],
  async play(world) {
    const { projectId, sessionId } = await world.startTask('Count from zero.');
    const user = world.caller('null', world.userToken);
    const message = (content: string) => user.message(content, { role: 'user' });
    const headers = { 'idempotency-key': user.uuid() };
    await user.ask('submitTask', { projectId }, { headers, body: { message: nul } });
    await user.ask('getSession', { projectId, sessionId: `${sessionId}\0` });
    await user.ask('listTasks', { projectId }, { query: { cursor: '\0' } });
    await user.append({ projectId, sessionId }, [message(nul), message('One.'), message('\ud83e'), message('Two.')]);
    await user.append({ projectId, sessionId }, [{ ...message('Three.'), messageId: nul }]);
  },
});

import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/messages-and-events', {
  title:
    'Users of the project, for themselves, and its own VM agent read and write messages, and only users open the events socket',
  requirements: ['SAFE-1'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['access-kept'],
  async play(world) {
    const { projectId, sessionId, workspaceId } = await world.startTask('Keep a secret.');
    for (const { kind, caller } of await everybody(world, workspaceId)) {
      const messages = [caller.message(`I am a ${kind}.`, { role: 'user' })];
      await caller.as(kind).ask('appendMessages', { projectId, sessionId }, { body: { messages } });
      await caller.as(kind).ask('listMessages', { projectId, sessionId });
      const socket = await caller.as(kind).open(projectId);
      socket.close();
    }
    const pretender = world.caller('pretender', world.userToken);
    await pretender.append({ projectId, sessionId }, [pretender.message('I am the agent.')]);
  },
});

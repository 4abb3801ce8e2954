import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/metadata', {
  title: 'Every completed reply carries the metadata that the record then has',
  requirements: ['WEB-10', 'WEB-20'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['metadata-kept', 'one-socket-a-tab'],
  async play(world) {
    const { chat } = world.frontend;
    const reader = world.caller('reader', world.userToken);
    for (const text of ['The first prompt', 'Second', '/fail now']) {
      chat.say({ text });
      await chat.replied();
      await reader.ask('getLiveSession', { projectId: world.projectId, sessionId: chat.sessionId ?? '' });
      await chat.list({});
    }
  },
});

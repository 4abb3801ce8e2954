import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/reload-in-mid-stream', {
  title: 'A tab reloaded in mid-stream shows the whole conversation again, and its next message resumes',
  requirements: ['WEB-5', 'WEB-3', 'WEB-20'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['reload-restores', 'later-with-resume', 'one-socket-a-tab'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: '/count 10' });
    await world.clock.advance('500 ms');
    chat.reload({});
    await chat.ready();
    await chat.until(({ running }) => running);
    await world.clock.advance('2 seconds');
    chat.say({ text: 'After the reload' });
    await chat.replied();
  },
});

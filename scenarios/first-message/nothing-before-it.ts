import { scenario } from '../play/scenario.ts';

export default scenario('first-message/nothing-before-it', {
  title: 'Opening a new session makes nothing; the record and the socket come with the first message',
  requirements: ['WEB-1', 'WEB-2', 'WEB-3'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['nothing-before-the-first-message', 'first-without-resume', 'later-with-resume'],
  async play(world) {
    const { chat } = world.frontend;
    chat.newSession({});
    await world.clock.advance('1 minute');
    await chat.list({});
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: 'And on' });
    await chat.replied();
  },
});

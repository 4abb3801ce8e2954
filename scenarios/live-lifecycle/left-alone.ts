import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/left-alone', {
  title: 'A session whose last tab is closed in mid-stream goes on by itself and shows all of it to who comes later',
  requirements: ['LIVE-10', 'LIVE-1', 'WEB-5'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['legal-transitions', 'ends-for-a-reason'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 10' });
    await world.clock.advance('500 ms');
    const sessionId = chat.sessionId ?? '';
    chat.close({});
    await world.clock.advance('3 seconds');
    const later = await world.join('later');
    later.chat.open({ sessionId });
    await later.chat.ready();
    later.chat.say({ text: 'What did I miss?' });
    await later.chat.replied();
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/to-an-ended-session', {
  title: 'A tab that comes back to a session ended meanwhile is told so and resumes it with its next message',
  requirements: ['LIVE-9', 'LIVE-4'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'stopping', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['reconnect-replays', 'switched-tells-the-truth'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.stop({});
    await world.clock.advance('5 seconds');
    chat.say({ text: 'Hello again' });
    await chat.replied();
  },
});

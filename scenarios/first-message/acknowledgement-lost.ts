import { scenario } from '../play/scenario.ts';

export default scenario('first-message/acknowledgement-lost', {
  title: 'A first message whose acknowledgement was lost is sent again as it was, without resume, and is one turn',
  requirements: ['WEB-3', 'WEB-2', 'LIVE-12'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'accepted', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['later-with-resume', 'one-turn-per-message'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
  },
});

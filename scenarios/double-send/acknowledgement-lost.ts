import { scenario } from '../play/scenario.ts';

export default scenario('double-send/acknowledgement-lost', {
  title: 'A message whose acknowledgement was lost is sent again as it was, and is one turn',
  requirements: ['LIVE-12', 'WEB-3'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'accepted', nth: 2 }, fault: { kind: 'socket-dropped' } }],
  checks: ['one-turn-per-message', 'later-with-resume'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: 'Once, please' });
    await chat.replied();
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/queue-while-connecting', {
  title: 'What is typed while the socket is connecting is queued and sent in order once it is connected',
  requirements: ['WEB-9', 'WEB-18'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'message_complete', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['nothing-before-connected', 'input-follows-state'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.until(({ state }) => state === 'connecting');
    await chat.until(({ state }) => state === 'ready');
    await chat.until(({ state }) => state === 'connecting');
    for (const text of ['One', 'Two', 'Three']) chat.say({ text });
    await chat.replied();
  },
});

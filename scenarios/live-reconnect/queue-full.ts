import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/queue-full', {
  title: 'The queue of a tab that cannot connect holds a hundred messages, and says which it refused',
  requirements: ['WEB-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', operation: 'live', nth: 1 }, fault: { kind: 'lost' } }],
  checks: ['nothing-before-connected'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/hang' });
    await chat.until(({ state }) => state === 'connecting');
    for (let count = 2; count <= 102; count += 1) chat.say({ text: `${count}` });
    await chat.until(({ firstSent }) => firstSent);
    chat.stop({});
    await world.clock.advance('2 seconds');
  },
});

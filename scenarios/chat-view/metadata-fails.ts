import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/metadata-fails', {
  title: 'A reply is complete though the database did not take its metadata',
  requirements: ['WEB-10', 'LIVE-11'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [
    { where: { actor: 'frontend', frame: 'send', nth: 1 }, fault: { kind: 'database-failed', call: 1 } },
    { where: { actor: 'frontend', frame: 'send', nth: 2 }, fault: { kind: 'database-failed', committed: true } },
  ],
  checks: ['metadata-kept', 'one-terminal', 'replied-once'],
  async play(world) {
    const { chat } = world.frontend;
    for (const text of ['One', 'Two', 'Three']) {
      chat.say({ text });
      await chat.replied();
    }
    await world.clock.advance('1 minute');
  },
});

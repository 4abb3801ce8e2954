import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/metadata-fails', {
  title: 'A reply is complete though the database did not take its metadata',
  requirements: ['WEB-10', 'LIVE-11'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [
    // The first call of a prompt is for its acceptance, the second for its reply.
    { where: { actor: 'frontend', frame: 'send', nth: 1 }, fault: { kind: 'database-failed', call: 2 } },
    {
      where: { actor: 'frontend', frame: 'send', nth: 2 },
      fault: { kind: 'database-failed', call: 2, committed: true },
    },
    { where: { actor: 'frontend', frame: 'send', nth: 3 }, fault: { kind: 'database-failed', call: 1 } },
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

import { scenario } from '../play/scenario.ts';

export default scenario('first-message/loading-fails', {
  title: 'A session that cannot be loaded is an error to be tried again, never a session not created',
  requirements: ['WEB-6', 'WEB-18'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    {
      where: { actor: 'frontend:later', operation: 'liveHistory', nth: 1 },
      fault: { kind: 'status', status: 503 },
    },
    { where: { actor: 'frontend:later', operation: 'liveHistory', nth: 2 }, fault: { kind: 'lost' } },
  ],
  checks: ['unknown-is-not-created', 'input-follows-state'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const later = await world.join('later');
    later.chat.open({ sessionId: chat.sessionId ?? '' });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await later.chat.until(({ state }) => state === 'disconnected');
      later.chat.reconnect({});
    }
    await later.chat.ready();
    later.chat.say({ text: 'There it is' });
    await later.chat.replied();
  },
});

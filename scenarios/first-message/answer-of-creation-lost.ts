import { scenario } from '../play/scenario.ts';

export default scenario('first-message/answer-of-creation-lost', {
  title: 'A creation whose answer was lost is shown as failed; tried again under the same id it is one session',
  requirements: ['WEB-16', 'WEB-19', 'WEB-17'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', operation: 'createLiveSession', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['one-record-per-id', 'errors-shown', 'created-once'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.until(({ notice }) => notice !== null);
    chat.retry({});
    await chat.replied();
  },
});

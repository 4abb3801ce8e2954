import { scenario } from '../play/scenario.ts';

export default scenario('first-message/creation-fails-twice', {
  title: 'A creation that fails is shown and the text kept; the attempt that succeeds creates once',
  requirements: ['WEB-19', 'WEB-1'],
  needs: ['live', 'deferred', 'echo'],
  faults: [1, 2].map((nth) => ({
    where: { actor: 'frontend', operation: 'createLiveSession', nth },
    fault: { kind: 'status' as const, status: 503 },
  })),
  checks: ['errors-shown'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await chat.until(({ notice }) => notice !== null);
      chat.retry({});
    }
    await chat.replied();
  },
});

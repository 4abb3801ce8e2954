import { defineHooks } from 'dress-rehearsal';

/** Every play begins with an empty chat: all it needs is the key that the Worker checks. */
export default defineHooks({
  setup: ({ env }) => ({ options: { key: String(env.CHAT_KEY) } }),
});

import { defineHooks } from '../../simulators/stage/worker/hooks.ts';

/** Every play begins with an empty chat: all it needs is the key that the Worker checks. */
export default defineHooks({
  setup: ({ env }) => ({ options: { key: String(env.CHAT_KEY) } }),
});

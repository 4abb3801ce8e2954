import type { LiveClientFrame } from '../../../../contracts/wire/index.ts';
import type { Env } from '../../env.ts';
import { bearerOf } from '../../http/tokens-seen.ts';
import type { Hibernating } from '../../platform.ts';
import type { Identity } from '../../rules/live-connection.ts';
import type { Rules } from '../../rules.ts';
import { close, recall, remember, send } from './connections.ts';
import { refuse } from './receive.ts';

type Hello = Extract<LiveClientFrame, { type: 'hello' }>;

/** Judges a hello. While it is judged the connection is `asking`, and nothing else is handled (WEB-9). */
export async function greet(env: Env, rules: Rules, socket: Hibernating, hello: Hello): Promise<void> {
  remember(socket, { ...recall(socket), asking: true });
  const { connectionId, projectId } = recall(socket);
  try {
    await rules.greet({
      ask: () => identityOf(env, rules, hello.token, projectId),
      connect: (user, expiresAt) => {
        remember(socket, { ...recall(socket), user, expiresAt });
        const { sessionId, protocolVersion } = hello;
        send(socket, { type: 'connected', connectionId, sessionId, at: Date.now(), protocolVersion });
      },
      refuse: (reason) => close(socket, rules.refusalClose(reason), reason),
    });
  } catch (error) {
    console.error('Failed to judge a hello: the database did not answer.', error);
    refuse(socket, 'unavailable', hello);
  }
  remember(socket, { ...recall(socket), asking: false });
}

async function identityOf(env: Env, rules: Rules, token: string, projectId: string): Promise<Identity> {
  return rules.identify(await bearerOf(env, token), projectId, Date.now());
}

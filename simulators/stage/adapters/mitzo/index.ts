import { defineAdapter } from '../define-adapter.ts';
import { oneProject } from '../one-project.ts';
import { mitzoOptions } from './options.ts';
import { MitzoPlay } from './play.ts';
import { deferred, live } from './sessions.ts';
import { LiveSide } from './side.ts';

const provisioning = oneProject<MitzoPlay>(
  (asked, play) => {
    const { lacks, options } = play.tools;
    if (asked.role !== 'user') throw lacks(`token of a ${asked.role}`);
    return play.ofUser(asked.userId, options.credential, options.otherCredential, 'otherCredential');
  },
  (play) => play.asNewcomer(play.tokens.give(play.tools.options.credential), []),
);

/** Speaks to Mitzo: live sessions over its WebSocket, protocol version 2. */
export const mitzo = defineAdapter({
  name: 'mitzo',
  title: 'Mitzo',
  options: mitzoOptions,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'ordered', ack: 'message', feed: 'live', idempotency: 'key' },
  unmet: {
    'LIVE-11': 'No frame says how a turn ended: that one was interrupted or given up is told from what comes after it',
    'WEB-1': 'A session begins with its first message: there is no record before it, and no list on the socket',
    'WEB-10': 'The end of a message carries no metadata: the adapter counts',
    'WEB-16': 'Mitzo chooses the ids of sessions',
  },
  echo: true,
  connect: (tools) => new MitzoPlay(tools),
  provisioning,
  capabilities: {
    live: { ...live, live: (_asked, client, play) => new LiveSide(play, client) },
    deferred,
  },
});

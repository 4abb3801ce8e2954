import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { fields, list, text, tokenOf } from '../../reading.ts';
import { together } from '../../web/together.ts';
import { goesOn } from './goes-on.ts';
import { judgeCursors, judgeWatches } from './judge-watches.ts';

/** Who comes back gets what it missed (LIVE-9). */
export const reconnectReplays = check({
  id: 'reconnect-replays',
  level: 'MUST',
  requirements: ['LIVE-9'],
  sentence:
    'A client that reconnects asks for what follows the last event it has; it finds every session of its user, and is sent what follows its cursor, once and in order, the ends of replies too; a cursor that is ahead is invalid, and all follows from the first.',
  start: () => together(replays(), goesOn('reconnect')),
});

function replays(): Judge {
  const found = new Findings();
  return {
    on() {},
    end(observed) {
      judgeFound(observed, found);
      judgeCursors(observed, found, 'reconnect');
      judgeWatches(observed, found, ['reconnect']);
      return found;
    },
  };
}

/** A session is there whether a loop of it runs or not. */
function judgeFound({ live }: Observed, found: Findings): void {
  for (const { token, asked } of live.sockets.all.values()) {
    for (const { type, answer, arrived } of asked) {
      if (type !== 'reconnect' || answer?.frame.type !== 'reconnected') continue;
      for (const { sessionId, status } of list(answer.frame.sessions).map(fields)) {
        const story = live.sessions.get(text(sessionId) ?? '');
        const [making] = story?.makings ?? [];
        const isItsUser = making !== undefined && tokenOf(making.exchange) === token && making.index < answer.index;
        // Without a message it may have been removed meanwhile.
        const hadMessage = story?.events.some((event) => event.type === 'user_message') ?? false;
        if (!isItsUser || !hadMessage || story?.isRemade) continue;
        found.judged += 1;
        if (status !== 'not_found') continue;
        const message = `A reconnect to session ${String(sessionId)}, which is there, was answered not_found.`;
        found.breach(message, making.index, arrived?.index, answer.index);
      }
    }
  }
}

import { insideKinds } from '../../../../contracts/trace/index.ts';
import { limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, list, param, said, text } from '../../reading.ts';
import { promptOf } from '../tabs.ts';

/** Milliseconds that a removal may come late. */
const late = 1000;

/** A record whose first message never came is nowhere (WEB-1). */
export const emptySessionsVanish = check({
  id: 'empty-sessions-vanish',
  level: 'MUST',
  requirements: ['WEB-1'],
  sentence: 'A session without a message is in no list, and is gone ten minutes after it was made.',
  start() {
    const found = new Findings();
    const prompted = new Set<string>();
    const made = new Map<string, { event: number; time: number }>();
    let isBroken = false;
    return {
      on(event, exchange) {
        // An alarm may be late by such a fault; how late is not in the history.
        if (event.kind === 'fault' && insideKinds.has(event.fault)) isBroken = true;
        if (event.kind === 'deliver' && event.actor === 'target' && event.message.type === 'frame') {
          prompted.add(promptOf(fields(event.message.body))?.sessionId ?? '');
        }
        const answer = said(event, exchange, 'createLiveSession', 'listLiveSessions', 'getLiveSession', 'liveHistory');
        if (!answer) return;
        const { operation } = answer.exchange;
        if (operation === 'listLiveSessions') {
          const ids = list(answer.body.sessions).map((row) => text(fields(row).sessionId) ?? '');
          found.judged += 1;
          for (const id of ids.filter((one) => !prompted.has(one))) {
            found.breach(`Session ${id} is in a list, though it has no message.`, made.get(id)?.event, event.index);
          }
          return;
        }
        const sessionId = param(answer.exchange, 'sessionId');
        const birth = made.get(sessionId);
        if (operation === 'createLiveSession') {
          if (answer.status === 201) made.set(sessionId, { event: event.index, time: event.time });
          return;
        }
        const age = birth ? answer.exchange.sent.time - birth.time : 0;
        if (!birth || isBroken || prompted.has(sessionId) || age <= limits.emptySessionLife + late) return;
        found.judged += 1;
        if (answer.status !== 200) return;
        const message = `Session ${sessionId} has no message and is still there ${Math.round(age / 1000)} s after it was made.`;
        found.breach(message, birth.event, event.index);
      },
      end: () => found,
    };
  },
});

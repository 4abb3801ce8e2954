import { limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { arrived, comparable, frameOf, param, said, text, tokenOf } from '../../reading.ts';
import { recordsIn } from '../durable.ts';
import { Tokens } from './tokens.ts';

/** An id of the wire, or the short name of one. */
const idForm = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]+-?\d+)$/;
/** What never changes of a record. */
const kept = ['createdAt', 'cwd', 'branch', 'worktree'] as const;

interface Made {
  event: number;
  time: number;
  user: string | undefined;
  first: Record<string, unknown>;
}

/** An id that a client chose is one session of one user (WEB-16). */
export const oneRecordPerId = check({
  id: 'one-record-per-id',
  level: 'MUST',
  requirements: ['WEB-16', 'WEB-17'],
  sentence:
    'A record is made once under its id: again it is the same, for another user it is refused, and an id is a UUID.',
  start() {
    const found = new Findings();
    const tokens = new Tokens();
    const made = new Map<string, Made>();
    const tries = new Map<string, number>();
    const prompted = new Set<string>();
    const faulty = new Set<number>();
    return {
      on(event, exchange) {
        tokens.on(event, exchange);
        if (event.kind === 'fault' && event.op !== undefined) faulty.add(event.op);
        const trying = arrived(event, exchange, 'createLiveSession');
        if (trying) {
          const id = param(trying, 'sessionId');
          tries.set(id, (tries.get(id) ?? 0) + 1);
        }
        const frame = frameOf(event);
        if (frame?.type === 'accepted') prompted.add(text(frame.sessionId) ?? '');
        const answer = said(event, exchange, 'createLiveSession');
        if (answer) {
          const sessionId = param(answer.exchange, 'sessionId');
          const user = tokens.userOf(tokenOf(answer.exchange));
          const before = made.get(sessionId);
          const say = (what: string) =>
            found.breach(
              `Making session ${sessionId} ${what}.`,
              before?.event,
              answer.exchange.sent.index,
              event.index,
            );
          found.judged += 1;
          const { status } = answer;
          if (!idForm.test(sessionId)) {
            const isRight = status >= 400 && status < 500;
            if (!isRight && !faulty.has(answer.exchange.op)) say(`under an id that is no UUID was answered ${status}`);
            return;
          }
          // Without a message it may have been removed by now, and is new.
          const mayBeGone =
            before && !prompted.has(sessionId) && event.time - before.time >= limits.emptySessionLife - 1000;
          const isOther = before?.user !== undefined && user !== undefined && before.user !== user;
          if (before && isOther && !mayBeGone && status < 300) say('of another user was not refused');
          else if (before && !isOther && status === 409) say('again was refused, though it is of the same user');
          else if (status === 201 && before && !mayBeGone) say('again made another record');
          else if (status === 200 && (tries.get(sessionId) ?? 0) < 2) say('was answered 200, though nobody made it');
          if (status < 300 && (!before || mayBeGone)) {
            made.set(sessionId, { event: event.index, time: event.time, user, first: answer.body });
          }
        }
        const rows = recordsIn(event, exchange);
        const ids = rows.map(({ sessionId }) => text(sessionId) ?? '');
        const twice = ids.find((id, place) => ids.indexOf(id) !== place);
        if (twice !== undefined) found.breach(`Session ${twice} is in a list twice.`, event.index);
        for (const row of rows) {
          const birth = made.get(text(row.sessionId) ?? '');
          const other = birth && kept.find((name) => comparable(birth.first[name]) !== comparable(row[name]));
          if (!other) continue;
          const message = `The record of session ${row.sessionId} has another ${other} than when it was made.`;
          found.breach(message, birth.event, event.index);
        }
      },
      end: () => found,
    };
  },
});

import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { LiveSockets, type SaidFrame, sessionsOf } from '../../live/live-sockets.ts';
import { fields, list, param, said, text, tokenOf } from '../../reading.ts';
import { recordsIn } from '../durable.ts';
import { together } from '../together.ts';
import { connectedAfterHello } from './connected-after-hello.ts';
import { Tokens } from './tokens.ts';

/** Refusals that show that the session exists. */
const telling = new Set<unknown>(['client_msg_conflict', 'resume_required', 'nothing_to_resume', 'too_many_prompts']);

/** A live session is its user's affair (SAFE-3). */
export const seesOnlyItsOwn = check({
  id: 'sees-only-its-own',
  level: 'MUST',
  requirements: ['SAFE-3'],
  sentence: 'Nobody is told anything of the live session of another user, nor anything before who it is is known.',
  start: () => together(ownedOnly(), connectedAfterHello()),
});

function ownedOnly(): Judge {
  const found = new Findings();
  const tokens = new Tokens();
  const sockets = new LiveSockets();
  /** By session: the user who made it first. */
  const owners = new Map<string, { user: string; event: number }>();
  const judge = (user: string | undefined, sessionId: string, what: string, event: number) => {
    const owner = owners.get(sessionId);
    if (!owner || user === undefined) return;
    found.judged += 1;
    if (owner.user === user) return;
    found.breach(`${user} was told ${what} of session ${sessionId}, which is ${owner.user}'s.`, owner.event, event);
  };
  const judgeFrame = (user: string | undefined, { frame, type, index }: SaidFrame) => {
    if (type === 'connected' || (type === 'error' && !telling.has(frame.code))) return;
    const standing = list(frame.sessions).map(fields);
    const isAbsent = (id: string) =>
      standing.some(({ sessionId, status }) => sessionId === id && status === 'not_found');
    for (const id of sessionsOf(frame).filter((one) => !isAbsent(one))) judge(user, id, type, index);
  };
  return {
    on(event, exchange) {
      tokens.on(event, exchange);
      const making = said(event, exchange, 'createLiveSession');
      const maker = making && tokens.userOf(tokenOf(making.exchange));
      if (making?.status === 201 && maker !== undefined) {
        owners.set(param(making.exchange, 'sessionId'), { user: maker, event: event.index });
      }
      const answer = said(event, exchange, 'createLiveSession', 'getLiveSession', 'listLiveSessions', 'liveHistory');
      if (answer && answer.status < 300) {
        const user = tokens.userOf(tokenOf(answer.exchange));
        const rows = recordsIn(event, exchange).map(({ sessionId }) => text(sessionId) ?? '');
        const ids = answer.exchange.operation === 'liveHistory' ? [param(answer.exchange, 'sessionId')] : rows;
        for (const id of ids) judge(user, id, answer.exchange.operation, event.index);
      }
      const step = sockets.on(event, exchange);
      const hello = step?.socket.asked.find(({ type, arrived }) => type === 'hello' && arrived);
      if (step?.said) judgeFrame(tokens.userOf(text(hello?.frame.token)), step.said);
    },
    end: () => found,
  };
}

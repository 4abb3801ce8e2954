import { type LiveClientFrame, limits } from '../../../../contracts/wire/index.ts';
import { unstorable } from '../../rules/messages.ts';
import { type LiveRow, liveAt, turnAt, unfinishedTurns } from '../rows.ts';
import { settle } from '../states.ts';
import { type Desk, type Follow, FrameRefused, type Reply } from './desk.ts';

type PromptFrame = Extract<LiveClientFrame, { type: 'send' | 'interrupt' }>;

/**
 * Takes a prompt: judged, then watched, then routed (LIVE-16). Only an accepted prompt makes its connection the
 * owner. @throws FrameRefused
 */
export function takePrompt(desk: Desk, frame: PromptFrame): Reply {
  const { change } = desk;
  const { rules, sql } = change;
  const { type: kind, clientMsgId, prompt } = frame;
  const sessionId = rules.targetSession(frame.sessionId, desk.connection);
  const row = desk.find(sessionId);
  if (!row) {
    desk.route(kind, sessionId);
    throw new FrameRefused('not_found');
  }
  if (unstorable(prompt)) throw new FrameRefused('malformed_frame');
  if (rules.sizeOf(prompt) > limits.messageBytes) throw new FrameRefused('prompt_too_large');
  const known = rules.knownPrompt(sql, sessionId, clientMsgId);
  if (known && rules.repeatedPrompt(known, { kind, prompt }) === 'conflict') {
    throw new FrameRefused('client_msg_conflict');
  }
  if (!known) checkPlace(desk, row, frame);

  const watched = desk.watches(sessionId);
  const follows = rules.watchesOnSend(desk.connection, sessionId);
  if (follows) desk.attach(sessionId);
  const messageId = known?.message_id ?? crypto.randomUUID();
  if (!known) {
    takeOver(desk, row);
    desk.route(kind, sessionId, { messageId, clientMsgId, text: prompt });
  }
  settle(change, sessionId);
  const { seq } = known ?? turnAt(sql, messageId);
  const from = rules.sendFollowsFrom(row.seq, liveAt(sql, sessionId).seq);
  const follow: Follow[] = follows && !watched ? [{ sessionId, from }] : [];
  const status = known ? 'duplicate' : 'stored';
  return { frame: { type: 'accepted', sessionId, clientMsgId, messageId, seq, status }, follow };
}

/** May the session take another prompt, and this one? @throws FrameRefused */
function checkPlace({ change }: Desk, row: LiveRow, frame: PromptFrame): void {
  const prompts = change.sql.exec('SELECT 1 FROM turns WHERE session_id = ? LIMIT 1', row.id).toArray().length;
  const objection = frame.type === 'send' ? change.rules.resumeObjection(prompts, frame.resume) : null;
  if (objection) throw new FrameRefused(objection);
  const waiting = unfinishedTurns(change.sql, row.id).filter((turn) => turn.status === 'waiting');
  if (waiting.length >= limits.waitingPrompts) throw new FrameRefused('too_many_prompts');
}

/** One connection sends at a time: whoever did before is told, and keeps watching (LIVE-13). */
function takeOver({ change, connection: { connectionId } }: Desk, { id, owner }: LiveRow): void {
  if (owner !== null && change.rules.takesOver(owner, connectionId)) {
    const frame = { type: 'session_takeover', sessionId: id, by: connectionId } as const;
    change.notices.push({ sessionId: id, to: owner, frame });
  }
  change.sql.exec('UPDATE sessions SET owner = ? WHERE id = ?', connectionId, id);
}

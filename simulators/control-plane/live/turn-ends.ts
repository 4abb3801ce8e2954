import { echoTokens, echoTurn, type LiveMetadata } from '../../../contracts/wire/index.ts';
import type { Change, NewLiveEvent } from './change.ts';
import { liveAt, metadataOf, storeMetadata, type TurnRow } from './rows.ts';

/** Milliseconds after which a copy of metadata that failed is written again. */
export const saveAgainAfter = 60_000;

/** The reply is whole. The event carries the metadata that the record then has (WEB-10). */
export function completeTurn(change: Change, turn: TurnRow): void {
  const row = liveAt(change.sql, turn.session_id);
  const before = metadataOf(row);
  const after = change.rules.countReply(before, echoTokens(echoTurn(turn.prompt)), change.timeIn(row));
  keepMetadata(change, turn.session_id, change.rules.recordedMetadata(before, after));
  const { messageId, ...ending } = endingOf(change, turn);
  end(change, turn, { type: 'message_complete', ...ending, messageId: messageId ?? turn.message_id, metadata: after });
}

export function failTurn(change: Change, turn: TurnRow): void {
  end(change, turn, { type: 'message_failed', ...endingOf(change, turn), detail: 'The agent failed at this prompt.' });
}

export function interruptTurn(change: Change, turn: TurnRow): void {
  end(change, turn, { type: 'message_interrupted', ...endingOf(change, turn) });
}

export function keepMetadata(change: Change, sessionId: string, metadata: LiveMetadata): void {
  storeMetadata(change.sql, sessionId, metadata, change.now + saveAgainAfter);
  change.unsaved.add(sessionId);
}

function endingOf(change: Change, turn: TurnRow) {
  const { run } = liveAt(change.sql, turn.session_id);
  return { clientMsgId: turn.client_msg_id, messageId: turn.reply_id, content: turn.reply, run };
}

function end(change: Change, turn: TurnRow, event: NewLiveEvent): void {
  change.sql.exec("UPDATE turns SET status = 'done' WHERE message_id = ?", turn.message_id);
  for (const terminal of change.rules.terminals(event)) change.append(turn.session_id, terminal);
}

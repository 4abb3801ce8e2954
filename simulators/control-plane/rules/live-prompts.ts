import type { TurnRow } from '../live/rows.ts';
import type { Sql } from '../platform.ts';

/** The prompt that a session has under this id already: it is one turn, however often it is sent (LIVE-12). */
export function knownPrompt(sql: Sql, sessionId: string, clientMsgId: string): TurnRow | null {
  return (
    sql
      .exec<TurnRow>('SELECT * FROM turns WHERE session_id = ? AND client_msg_id = ?', sessionId, clientMsgId)
      .toArray()[0] ?? null
  );
}

/** Under one id there is one prompt: the first is kept (LIVE-12). */
export function repeatedPrompt(known: TurnRow, again: { kind: TurnRow['kind']; prompt: string }): 'same' | 'conflict' {
  return known.kind === again.kind && known.prompt === again.prompt ? 'same' : 'conflict';
}

/** The first message of a session does not resume, every later one does (WEB-2, WEB-3). */
export function resumeObjection(messages: number, resume: boolean): 'resume_required' | 'nothing_to_resume' | null {
  if (resume) return messages === 0 ? 'nothing_to_resume' : null;
  return messages > 0 ? 'resume_required' : null;
}

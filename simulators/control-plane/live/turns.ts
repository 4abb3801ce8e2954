import { echo, echoTurn, type LiveServerFrame, limits } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';
import type { Change } from './change.ts';
import type { EchoLoop, Prompt, RunningTurn } from './loop.ts';
import type { Loops } from './loops.ts';
import { liveAt, metadataOf, type TurnRow, turnAt, unfinishedTurns } from './rows.ts';
import { endSession, move, settle } from './states.ts';
import { completeTurn, failTurn, interruptTurn, keepMetadata } from './turn-ends.ts';

/** Makes an accepted prompt durable. */
export function storePrompt(change: Change, sessionId: string, prompt: Prompt, kind: TurnRow['kind']): void {
  const { messageId, clientMsgId, text } = prompt;
  const row = liveAt(change.sql, sessionId);
  keepMetadata(change, sessionId, {
    ...metadataOf(row),
    messageCount: row.message_count + 1,
    lastMessageAt: change.timeIn(row),
    firstMessagePreview: row.preview ?? previewOf(text),
  });
  const seq = change.append(sessionId, { type: 'user_message', clientMsgId, messageId, content: text });
  change.sql.exec(
    `INSERT INTO turns (message_id, session_id, client_msg_id, seq, kind, prompt, status, reply, chunks)
    VALUES (?, ?, ?, ?, ?, ?, 'waiting', '', 0)`,
    messageId,
    sessionId,
    clientMsgId,
    seq,
    kind,
    text,
  );
}

/** The first characters, none of them cut in half. */
function previewOf(text: string): string {
  return Array.from(text.slice(0, 2 * limits.previewCharacters))
    .slice(0, limits.previewCharacters)
    .join('');
}

/** Lets a loop go on with what waits for it: it comes up first, where it has to. */
export function pump(change: Change, loop: EchoLoop): void {
  const { state } = liveAt(change.sql, loop.sessionId);
  if (state === 'CREATED') move(change, loop.sessionId, 'STARTING');
  if (state === 'CREATED' || state === 'STARTING') {
    if (loop.starting) return;
    loop.starting = true;
    loop.wake(echo.startUp);
  } else if (!loop.turn) {
    const next = loop.queue.shift();
    if (next) begin(change, loop, next);
  }
}

function begin(change: Change, loop: EchoLoop, prompt: Prompt): void {
  const turn: RunningTurn = {
    ...prompt,
    replyId: crypto.randomUUID(),
    echo: echoTurn(prompt.text),
    done: 0,
    toolCallId: '',
  };
  loop.turn = turn;
  change.sql.exec(
    "UPDATE turns SET status = 'running', reply_id = ? WHERE message_id = ?",
    turn.replyId,
    turn.messageId,
  );
  change.tell(loop.sessionId, messageStart(change.sql, loop.sessionId, turn));
  if (turn.echo.pieces.length > 0 || turn.echo.end) loop.wake(echo.pace);
}

/** A reply begins, or goes on where its row stands. */
function messageStart(sql: Sql, sessionId: string, turn: RunningTurn): LiveServerFrame {
  const { run } = liveAt(sql, sessionId);
  const { reply, chunks } = turnAt(sql, turn.messageId);
  const { replyId, clientMsgId } = turn;
  return { type: 'message_start', sessionId, messageId: replyId, clientMsgId, run, text: reply, index: chunks };
}

/** For who comes in the middle of a reply; null where there is none. */
export function replyInProgress(sql: Sql, loops: Loops, sessionId: string): LiveServerFrame | null {
  const turn = loops.find(sessionId)?.turn;
  return turn ? messageStart(sql, sessionId, turn) : null;
}

/** What a loop does when its timer rings. */
export function advance(change: Change, loops: Loops, loop: EchoLoop): void {
  const { sessionId } = loop;
  if (loop.starting) {
    loop.starting = false;
    move(change, sessionId, 'ACTIVE');
    settle(change, sessionId);
    pump(change, loop);
  } else if (loop.turn && loop.turn.done < loop.turn.echo.pieces.length) {
    emit(change, sessionId, loop.turn);
    if (loop.turn.done < loop.turn.echo.pieces.length || loop.turn.echo.end) loop.wake(echo.pace);
  } else if (loop.turn) {
    finish(change, loops, loop, loop.turn, loop.turn.echo.end === 'fail' ? failTurn : completeTurn);
  } else if (liveAt(change.sql, sessionId).state === 'CLOSING') {
    endSession(change, loops, sessionId);
  }
}

/** Ends the turn a loop is at, and goes on to the next, or to the end of a session that is closing. */
export function finish(
  change: Change,
  loops: Loops,
  loop: EchoLoop,
  turn: RunningTurn,
  end: (change: Change, turn: TurnRow) => void,
): void {
  end(change, turnAt(change.sql, turn.messageId));
  loop.turn = null;
  if (liveAt(change.sql, loop.sessionId).state === 'CLOSING') endSession(change, loops, loop.sessionId);
  else pump(change, loop);
}

function emit(change: Change, sessionId: string, turn: RunningTurn): void {
  const piece = turn.echo.pieces[turn.done];
  turn.done += 1;
  const { clientMsgId, replyId: messageId } = turn;
  if (!piece) return;
  if ('chunk' in piece) {
    const { chunks } = turnAt(change.sql, turn.messageId);
    change.sql.exec(
      'UPDATE turns SET reply = reply || ?, chunks = chunks + 1 WHERE message_id = ?',
      piece.chunk,
      turn.messageId,
    );
    const index = change.rules.chunkIndex(chunks);
    change.tell(sessionId, { type: 'chunk', sessionId, messageId, index, text: piece.chunk });
  } else if ('call' in piece) {
    turn.toolCallId = crypto.randomUUID();
    const { toolCallId } = turn;
    change.append(sessionId, { type: 'tool_call', clientMsgId, messageId, toolCallId, ...piece.call });
  } else {
    const toolCallId = change.rules.resultFor(turn.toolCallId);
    change.append(sessionId, { type: 'tool_result', clientMsgId, toolCallId, result: piece.result });
  }
}

/** Interrupts what a loop is at. */
export function cut(change: Change, loop: EchoLoop): void {
  if (!loop.turn) return;
  loop.rest();
  interruptTurn(change, turnAt(change.sql, loop.turn.messageId));
  loop.turn = null;
}

/** Interrupts what waits for a loop that is gone: no other will ever take it (LIVE-11). */
export function interruptStrays(change: Change, loop: EchoLoop): void {
  for (const turn of unfinishedTurns(change.sql, loop.sessionId)) {
    if (!loop.has(turn.message_id)) interruptTurn(change, turn);
  }
}

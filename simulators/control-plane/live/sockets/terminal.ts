import {
  limits,
  liveCloseCodes,
  type TerminalServerFrame,
  terminalClientFrame,
} from '../../../../contracts/wire/index.ts';
import type { Hibernating } from '../../platform.ts';

/** Answers what is typed into a terminal. It has nothing to do with any live session (WEB-15). */
export function type(socket: Hibernating, data: string | ArrayBuffer): void {
  const { expiresAt } = socket.deserializeAttachment() as { expiresAt: number };
  if (Date.now() >= expiresAt) {
    socket.close(liveCloseCodes.unauthenticated, 'The token has expired.');
    return;
  }
  const typed = parse(data);
  const answer: TerminalServerFrame = typed
    ? { type: 'output', data: typed.data }
    : { type: 'error', code: 'malformed_frame', detail: 'The frame is not a TerminalClientFrame.' };
  socket.send(JSON.stringify(answer));
}

function parse(data: string | ArrayBuffer) {
  if (typeof data !== 'string' || data.length > limits.bodyBytes) return null;
  try {
    return terminalClientFrame.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}

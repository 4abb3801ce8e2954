import type { Entry } from './outbox.ts';
import type { ChatMessage } from './transcript.ts';

/** What the person sees of the session (WEB-18). */
export type ChatState = 'not-created' | 'creating' | 'connecting' | 'ready' | 'disconnected';

/** idle: not needed. open: hello is sent. connected: it was answered. disconnected: closed or given up. */
export type LiveSocketState = 'idle' | 'connecting' | 'open' | 'connected' | 'reconnecting' | 'disconnected';

/** What the state of a chat follows from. */
export interface ChatFacts {
  /** unknown: nobody asked yet. */
  record: 'unknown' | 'none' | 'creating' | 'created';
  loaded: 'no' | 'loading' | 'yes' | 'failed';
  /** Whether the socket, as it stands, watches the session. */
  joined: 'no' | 'asked' | 'yes';
}

export function chatState({ record, loaded, joined }: ChatFacts, socket: LiveSocketState): ChatState {
  if (record === 'none') return 'not-created';
  if (record === 'creating') return 'creating';
  if (loaded === 'failed') return 'disconnected';
  if (loaded === 'loading') return 'connecting';
  if (socket === 'disconnected') return 'disconnected';
  return loaded === 'yes' && joined === 'yes' && socket === 'connected' ? 'ready' : 'connecting';
}

/** What is stored, and behind it what is on its way. */
export function shownMessages(stored: readonly ChatMessage[], entries: readonly Entry[]): ChatMessage[] {
  const known = new Set(stored.map(({ clientMsgId }) => clientMsgId));
  const coming = entries.filter(({ clientMsgId }) => !known.has(clientMsgId));
  return [
    ...stored,
    ...coming.map(
      ({ clientMsgId, text, status }): ChatMessage => ({
        clientMsgId,
        messageId: null,
        role: 'user',
        text,
        status,
        tools: [],
      }),
    ),
  ];
}

import { randomUUID } from 'node:crypto';
import { echo, echoTokens, echoTurn } from '../../../../../contracts/wire/index.ts';

/** What can be planted in the test server. */
export type Bug =
  | 'streams-to-everybody'
  | 'makes-a-second-record'
  | 'answers-500-for-unknown'
  | 'swallows-the-first-message'
  | 'completes-with-old-metadata'
  | 'loses-a-piece'
  | 'ends-twice'
  | 'answers-twice';

interface Message {
  id: string;
  role: 'user' | 'assistant';
  content: object[];
  timestamp: number;
}

export interface Row {
  id: string;
  userId: string;
  agent: string;
  permission_mode: string;
  state: 'idle' | 'working' | 'error';
  metadata: { totalTokens: number; messageCount: number; lastMessageAt: string; firstMessagePreview: string };
  createdAt: number;
  updatedAt: number;
  messages: Message[];
  waiting: string[];
  timer: NodeJS.Timeout | undefined;
}

/** What is told of a session, for both wires to put into their frames. */
export type Told =
  | { type: 'stream_output'; message: Message }
  | { type: 'message_complete'; row: Row; metadata: Row['metadata'] }
  | { type: 'cancelled' }
  | { type: 'error'; error: string; code?: string }
  | { type: 'session_updated'; row: Row };

/** Sessions of one project, and the echoing agent that works on them. */
export class Store {
  readonly rows: Row[] = [];
  readonly bug: Bug | null;
  readonly #tell: (sessionId: string, told: Told) => void;
  #count = 0;

  constructor(bug: Bug | null, tell: (sessionId: string, told: Told) => void) {
    this.bug = bug;
    this.#tell = tell;
    // A real project has other sessions, too.
    this.add(randomUUID(), 'user-carol', {}).metadata.messageCount = 4;
    const old = this.add(randomUUID(), 'user-alice', {});
    this.#store(old, 'user', [{ type: 'text', text: 'Long ago' }]);
    this.#store(old, 'assistant', [{ type: 'text', text: 'It was.' }]);
  }

  /** Those that are shown to a user, the newest first. */
  of(userId: string): Row[] {
    return this.rows.filter((row) => row.userId === userId);
  }

  find(id: string, userId: string): Row | undefined {
    return this.rows.find((row) => row.id === id && row.userId === userId);
  }

  isTaken(id: string): boolean {
    return this.bug !== 'makes-a-second-record' && this.rows.some((row) => row.id === id);
  }

  add(id: string, userId: string, { agent, permission_mode }: { agent?: string; permission_mode?: string }): Row {
    const now = Date.now();
    const lastMessageAt = new Date(now).toISOString();
    const row: Row = {
      id,
      userId,
      agent: agent ?? 'claude',
      permission_mode: permission_mode ?? 'default',
      state: 'idle',
      metadata: { totalTokens: 0, messageCount: 0, lastMessageAt, firstMessagePreview: '' },
      createdAt: now,
      updatedAt: now,
      messages: [],
      waiting: [],
      timer: undefined,
    };
    this.rows.unshift(row);
    return row;
  }

  send(row: Row, text: string, resume: boolean): void {
    const hasMessages = row.messages.length > 0 || row.waiting.length > 0 || row.state === 'working';
    if (this.bug === 'swallows-the-first-message' && !hasMessages) return;
    if (resume !== hasMessages) {
      this.#tell(row.id, { type: 'error', error: resume ? 'No conversation to resume' : 'Session id already in use' });
      return;
    }
    row.waiting.push(...(this.bug === 'answers-twice' ? [text, text] : [text]));
    if (row.state !== 'working') this.#next(row);
  }

  cancel(row: Row): void {
    if (row.state !== 'working') {
      const error = `Cannot cancel session in '${row.state}' state`;
      this.#tell(row.id, { type: 'error', error, code: 'INVALID_STATE' });
      return;
    }
    clearTimeout(row.timer);
    row.state = 'idle';
    this.#tell(row.id, { type: 'session_updated', row });
    this.#tell(row.id, { type: 'cancelled' });
    // The process that was killed has come to its end as well.
    setImmediate(() => this.#tell(row.id, { type: 'message_complete', row, metadata: row.metadata }));
    this.#next(row);
  }

  stop(): void {
    for (const { timer } of this.rows) clearTimeout(timer);
  }

  #next(row: Row): void {
    const text = row.waiting.shift();
    if (text === undefined) return;
    row.state = 'working';
    this.#store(row, 'user', [{ type: 'text', text }]);
    row.metadata = { ...row.metadata, firstMessagePreview: row.metadata.firstMessagePreview || text.slice(0, 80) };
    row.timer = setTimeout(() => this.#work(row, text), echo.startUp);
  }

  #work(row: Row, text: string): void {
    const turn = echoTurn(text);
    const pieces = [...turn.pieces];
    const id = this.#newId();
    const toolCallId = `toolu_${id}`;
    let said = '';
    const step = () => {
      const piece = pieces.shift();
      if (!piece) return turn.end === null ? undefined : this.#end(row, id, said, turn);
      if ('chunk' in piece) {
        said += piece.chunk;
        const lost = this.bug === 'loses-a-piece' && pieces.length === 0 ? '…' : '';
        const content = [{ type: 'text', text: said + lost }];
        this.#tell(row.id, { type: 'stream_output', message: messageOf(id, 'assistant', content) });
      } else {
        const [role, part] =
          'call' in piece
            ? (['assistant', { type: 'tool_use', id: toolCallId, ...piece.call }] as const)
            : (['user', { type: 'tool_result', tool_use_id: toolCallId, content: piece.result }] as const);
        this.#tell(row.id, { type: 'stream_output', message: this.#store(row, role, [part], false) });
      }
      row.timer = setTimeout(step, echo.pace);
    };
    row.timer = setTimeout(step, echo.pace);
  }

  #end(row: Row, id: string, said: string, turn: ReturnType<typeof echoTurn>): void {
    row.state = turn.end === 'fail' ? 'error' : 'idle';
    if (turn.end === 'fail') {
      this.#tell(row.id, { type: 'session_updated', row });
      this.#tell(row.id, { type: 'error', error: 'Command failed with non-zero exit code' });
    } else {
      const before = row.metadata;
      this.#store(row, 'assistant', [{ type: 'text', text: said }], true, id);
      row.metadata = { ...row.metadata, totalTokens: row.metadata.totalTokens + echoTokens(turn) };
      const metadata = this.bug === 'completes-with-old-metadata' ? before : row.metadata;
      this.#tell(row.id, { type: 'message_complete', row, metadata });
      if (this.bug === 'ends-twice') this.#tell(row.id, { type: 'message_complete', row, metadata });
    }
    this.#next(row);
  }

  /** `counts`: the record counts it, as what was said and not what tools did. */
  #store(row: Row, role: Message['role'], content: object[], counts = true, id = this.#newId()): Message {
    const message = messageOf(id, role, content);
    row.messages.push(message);
    row.updatedAt = message.timestamp;
    if (!counts) return message;
    const lastMessageAt = new Date(message.timestamp).toISOString();
    row.metadata = { ...row.metadata, messageCount: row.metadata.messageCount + 1, lastMessageAt };
    return message;
  }

  #newId(): string {
    this.#count += 1;
    return `msg_${this.#count}_${randomUUID().slice(0, 8)}`;
  }
}

function messageOf(id: string, role: Message['role'], content: object[]): Message {
  return { id, role, content, timestamp: Date.now() };
}

import { terminalServerFrame } from '../../../contracts/wire/index.ts';
import type { Ports, Socket } from '../../ports.ts';
import type { Waits } from '../../waits.ts';

export interface TerminalOptions {
  projectId: string;
  token: string;
  waits: Waits;
}

/** The terminal of a tab, on a socket of its own (WEB-15). It is opened and closed by the user alone. */
export class Terminal {
  state: 'closed' | 'connecting' | 'open' = 'closed';
  /** All that came since it was opened first. */
  output = '';
  readonly #ports: Ports;
  readonly #options: TerminalOptions;
  #socket: Socket | null = null;
  /** Which connection it is: what an older one still says goes unheard. */
  #connection = 0;

  constructor(ports: Ports, options: TerminalOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  open(): void {
    const { projectId, token } = this.#options;
    this.#connection += 1;
    const connection = this.#connection;
    const whileCurrent = (run: () => void) => {
      if (connection === this.#connection) run();
    };
    this.#show('connecting');
    this.#socket = this.#ports.link.connect(
      { operation: 'terminal', params: { projectId }, token },
      {
        open: () => whileCurrent(() => this.#show('open')),
        frame: (frame) => whileCurrent(() => this.#received(frame)),
        close: () => whileCurrent(() => this.#show('closed')),
      },
    );
  }

  type(data: string): void {
    this.#socket?.send({ type: 'input', data });
  }

  close(): void {
    if (this.state === 'closed') return;
    this.#connection += 1;
    this.#socket?.close(1000);
    this.#show('closed');
  }

  #received(raw: unknown): void {
    const frame = terminalServerFrame.safeParse(raw).data;
    if (frame?.type !== 'output') {
      this.#ports.journal.report('unreadable-frame', { frame: raw });
      return;
    }
    this.output += frame.data;
    this.#show(this.state);
  }

  #show(state: Terminal['state']): void {
    this.state = state;
    this.#ports.journal.report('terminal', { state, output: this.output });
    this.#options.waits.changed();
  }
}

import type { StateName } from '../../../contracts/provider/states.ts';
import type { OperationName } from '../../../contracts/wire/index.ts';
import type { Call } from '../../ports.ts';
import { type TcpPorts, tcpPorts } from '../tcp/index.ts';
import { LiveLine } from './live-line.ts';
import { type ServedProvider, serveProvider } from './serve.ts';

export type Given = Record<string, string>;

/** What is looked at in the answers of all operations. */
interface Body {
  status: string;
  state: string;
  kind: string;
  running: boolean;
  mode: string;
  seq: number;
  version: number;
  title: string | null;
  model: unknown;
  modelName: string;
  taskId: string;
  sessionId: string | null;
  workspaceId: string | null;
  chatId: string | null;
  issueId: string | null;
  agentCompletedAt: number | null;
  task: { taskId: string; priorSessionId: string | null };
  tasks: unknown[];
  messages: { messageId: string; content: string }[];
  events: { type: string; clientMsgId?: string; content?: string; mode?: string }[];
  runtimes: { runtimeId: string; status: string }[];
}

export interface Seen {
  status: number;
  /** Of a problem. */
  code: string | undefined;
  headers: Record<string, string>;
  body: Body;
}

/** A served provider, asked for states as Pact's verifier does, and looked at as anybody may. */
export class Looking {
  readonly served: ServedProvider;
  readonly #ports: TcpPorts;

  private constructor(served: ServedProvider) {
    this.served = served;
    this.#ports = tcpPorts({ baseUrl: served.url });
  }

  static async start(): Promise<Looking> {
    return new Looking(await serveProvider());
  }

  /** A state-change request, sent as it is. */
  async post(body: unknown, path = ''): Promise<{ status: number; body: Record<string, unknown> }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(this.served.statesUrl + path, { method: 'POST', body: text });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  /** Sets states up, one after the other, and answers all that they said. */
  async given(...wanted: (StateName | readonly [StateName, Record<string, unknown>])[]): Promise<Given> {
    let values = {};
    for (const one of wanted) {
      const [state, params] = typeof one === 'string' ? [one, {}] : one;
      const { status, body } = await this.post({ state, params, action: 'setup' });
      if (status !== 200) throw new Error(`${state}: ${status} ${JSON.stringify(body)}`);
      values = { ...values, ...body };
    }
    return values;
  }

  /** Asks as whoever has the value `as` for a token. */
  async ask(
    operation: OperationName,
    given: Given,
    { as = 'token', ...more }: Partial<Omit<Call, 'operation' | 'params'>> & { as?: string } = {},
  ): Promise<Seen> {
    const call = { operation, params: given, token: given[as], ...more };
    const { status, headers, body } = await this.#ports.link.request(call);
    const code = status < 400 ? undefined : (body as { code: string }).code;
    return { status, headers, body: body as Body, code };
  }

  line({ projectId = '', token = '' }: Given): Promise<LiveLine> {
    return LiveLine.open(this.#ports.link, projectId, token);
  }

  async stop(): Promise<void> {
    await this.#ports.close();
    await this.served.stop();
  }
}

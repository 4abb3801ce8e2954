import { leastDifferent } from './nearest.ts';
import type { HttpInteraction, Pact } from './pact.ts';
import { problemFor } from './problem.ts';
import { type AskedRequest, compareRequest, type RequestComparison } from './request.ts';
import { cut } from './rules.ts';
import type { Scripts, Step, Steps } from './script.ts';
import { type Candidate, judge, type States, written } from './states.ts';
import type { Switches } from './switches.ts';

/** What the mocks of a pact can be told. */
export interface MockOptions {
  /**
   * The provider states that are the case, and interactions that come first. Default: none, and a request has the
   * success that needs least.
   */
  states?: States;
  /** Scripts by the description of the interaction. */
  scripts?: Readonly<Record<string, Steps>>;
  /** Told of every request and frame that the pact has no answer for; `message` says what is nearest. */
  onUnhandled?(message: string): void;
}

/** A request that the mock took. */
export interface SeenRequest extends AskedRequest {
  /** Description of the interaction that answered; null where none did. */
  interaction: string | null;
  /** null: the answer was lost. */
  status: number | null;
}

/** What a test does with a mock, whatever library it is of. */
export interface Mock {
  /**
   * Replaces the provider states that are the case, and the interactions that come first.
   * @throws Error where no interaction has one of the states or descriptions
   */
  use(states: States): void;
  /** Says how the next requests for an interaction are answered; afterwards the pact answers. @throws Error where it cannot be played */
  script(description: string, ...steps: Steps): void;
  /** Forgets what was seen, and goes back to the states and scripts of the options. */
  reset(): void;
  /** All requests so far, in order. */
  readonly requests: readonly SeenRequest[];
  /** What the pact had no answer for, in words. */
  readonly unhandled: readonly string[];
}

/** An answer, ready to be sent. */
export interface Reply {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** null: none. */
  body: string | null;
}

/** HTTP knows no body of these, and neither library makes one. */
const hasNoBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** What a mock's requests and sockets have in common. */
export interface Parts {
  pact: Pact;
  switches: Switches;
  scripts: Scripts;
  unhandled(message: string): void;
}

/** What the requests of a mock are answered. */
export class HttpMock {
  readonly requests: SeenRequest[] = [];
  readonly #of: Parts;

  constructor(parts: Parts) {
    this.#of = parts;
  }

  /** Is there anything in the pact about this path? */
  knows(path: string): boolean {
    const asked = { method: '', path, search: '', headers: {}, body: '' };
    return this.#of.pact.http.some(({ request }) => compareRequest(request, asked).isPath);
  }

  /** The answer of a request; null where it is lost. */
  answer(asked: AskedRequest): Reply | null {
    const { interaction, reply } = this.#decide(asked);
    this.requests.push({ ...asked, interaction, status: reply?.status ?? null });
    return reply && hasNoBody.has(reply.status) ? { ...reply, body: null } : reply;
  }

  #decide(asked: AskedRequest): { interaction: string | null; reply: Reply | null } {
    const compared = this.#of.pact.http.map((interaction) => ({
      interaction,
      ...compareRequest(interaction.request, asked),
    }));
    const candidates = compared.filter(({ differences }) => differences.length === 0);
    const scripted = this.#scripted(candidates);
    if (scripted) {
      const { description } = scripted;
      const reply = this.#play(this.#of.scripts.take(description), scripted, candidates);
      return { interaction: description, reply };
    }
    const judged = this.#judge(candidates);
    const [meant, other] = judged;
    if (meant && !other) return { interaction: meant.description, reply: replyOf(meant) };
    const message = meant ? ambiguous(asked, judged) : unmatched(asked, this.#of.pact.consumer, compared);
    this.#of.unhandled(message);
    return {
      interaction: null,
      reply: problemFor(501, { title: 'The pact has no answer', detail: message, retryable: false }),
    };
  }

  /** The interaction whose script goes on with this request: the one that is meant, otherwise the first. */
  #scripted(candidates: readonly Candidate<HttpInteraction>[]): HttpInteraction | undefined {
    const having = candidates.filter(({ interaction }) => this.#of.scripts.has(interaction.description));
    const [meant] = this.#judge(candidates);
    return (having.find(({ interaction }) => interaction === meant) ?? having[0])?.interaction;
  }

  #judge(candidates: readonly Candidate<HttpInteraction>[]): HttpInteraction[] {
    return judge(candidates, {
      on: this.#of.switches.on,
      isSuccess: ({ response }) => response.status < 400,
      answer: ({ response }) => response,
    });
  }

  #play(step: Step, meant: HttpInteraction, candidates: readonly Candidate<HttpInteraction>[]): Reply | null {
    if (step.do === 'lost') return null;
    if (step.do !== 'status') return replyOf(meant);
    const { status, problem, headers } = step;
    const promised = candidates.find(({ interaction }) => interaction.response.status === status);
    const reply = problem || !promised ? problemFor(status, problem ?? {}) : replyOf(promised.interaction);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
}

function replyOf({ response: { status, headers, body } }: HttpInteraction): Reply {
  if (!body) return { status, headers, body: null };
  const text = body.json ? JSON.stringify(body.example) : String(body.example);
  return { status, headers, body: text };
}

function unmatched(
  asked: AskedRequest,
  consumer: string,
  compared: readonly (RequestComparison & { interaction: HttpInteraction })[],
): string {
  const far = ({ isPath, isMethod, differences }: RequestComparison) =>
    (isPath ? 0 : 1000) + (isMethod ? 0 : 100) + differences.length;
  const near = leastDifferent(compared, far);
  const what = near.length > 0 ? `Nearest are ${near.join(', ')}.` : 'It has no requests.';
  return `${failed(asked)}: no interaction of the pact of ${consumer} is like it. ${what} Change the request, or the pact.`;
}

function ambiguous(asked: AskedRequest, judged: readonly HttpInteraction[]): string {
  const names = judged.map(
    ({ description, states, response }) =>
      `\`${description}\` (${states.map(written).join(' and ') || 'in any state'}: ${response.status})`,
  );
  return `${failed(asked)}: it can be ${names.join(' or ')}. Switch on the states of one, with their parameters, or the one: \`use({ interaction: '…' })\`.`;
}

function failed({ method, path, search, body }: AskedRequest): string {
  return `Failed to answer ${method} ${path}${search}${body === '' ? '' : ` ${cut(body.replace(/\s+/g, ' '))}`}`;
}

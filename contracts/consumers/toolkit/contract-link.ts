import type { Answer, Call, Clock } from '../../../simulators/ports.ts';
import { answered, ScriptedLink, settle } from '../../../simulators/testing.ts';
import { examples } from '../../wire/documents/examples.ts';
import type { OperationName } from '../../wire/index.ts';

/** Milliseconds after which a client that asks nothing is given up: nobody else would notice. */
const longestSilence = 10_000;

/** Which request of a client an interaction is about, and who answers it. */
export interface Wanted {
  operation: OperationName;
  nth: number;
  answer(call: Call): Promise<Answer>;
  others(call: Call): Answer;
}

/** The link of a client whose one request is looked at; what else it asks is answered by examples. */
export class ContractLink extends ScriptedLink {
  /** The request, once it was made. */
  recorded: Call | null = null;
  readonly #wanted: Wanted | null;
  readonly #answered: Promise<void>;
  #asked = 0;
  #hear = () => {};

  constructor(clock: Clock, wanted: Wanted | null) {
    super(clock);
    this.#wanted = wanted;
    this.#answered = new Promise((resolve) => {
      this.#hear = resolve;
    });
  }

  /** Resolves when the request was answered and the client has taken it. @throws where the client does not make it */
  async taken(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const never = new Promise<never>((_resolve, reject) => {
      const silent = () => reject(new Error(`the client made no request ${this.#wanted?.operation}`));
      timer = setTimeout(silent, longestSilence);
    });
    await Promise.race([this.#answered, never]).finally(() => clearTimeout(timer));
    await settle();
  }

  override async request(call: Call): Promise<Answer> {
    const wanted = this.#wanted;
    if (wanted && call.operation === wanted.operation) {
      this.#asked += 1;
      if (this.#asked === wanted.nth) {
        this.recorded = { ...call, body: structuredClone(call.body) };
        const answer = await wanted.answer(call);
        this.#hear();
        return answer;
      }
    }
    return wanted ? wanted.others(call) : exampleAnswer(call);
  }
}

/** What the documents say that a request is answered. */
export function exampleAnswer({ operation }: Call): Answer {
  const { status, answer } = examples[operation];
  return answered(status, answer);
}

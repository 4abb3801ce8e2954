import type { SocketState } from '../provider/socket-state.ts';
import { compareJson, isRecord, sameJson } from './json.ts';
import type { Parts } from './mock.ts';
import { leastDifferent, nearest } from './nearest.ts';
import type { Exchange, Frame } from './pact.ts';
import { shown } from './rules.ts';
import type { Scripts, Step } from './script.ts';
import { judge, written } from './states.ts';

/** A frame that a client sent. */
export interface ReceivedFrame {
  /** Path of its socket. */
  path: string;
  /** Parsed; the text where it is not JSON. */
  frame: unknown;
  /** Description of the interaction that answered; null where none did. */
  interaction: string | null;
}

/** What happens on a socket. */
export interface Reaction {
  /** Frames to send, as text. */
  frames: readonly string[];
  /** lost: the connection breaks. unknown: the pact has nothing like it. */
  after: 'open' | 'lost' | 'unknown';
}

const silence: Reaction = { frames: [], after: 'open' };

/** What the sockets of a mock do. */
export class SocketMock {
  readonly received: ReceivedFrame[] = [];
  readonly #of: Parts;

  constructor(parts: Parts) {
    this.#of = parts;
  }

  /** Paths of the sockets, with `${name}` where each has a value of its own. */
  get templates(): string[] {
    return [...new Set(this.#sockets().map(({ path }) => path))];
  }

  /** What a client hears that sent this on a socket of that template. */
  answer(template: string, path: string, text: string): Reaction {
    const frame = parsed(text);
    const compared = this.#of.pact.exchanges
      .filter(({ socket }) => socket?.path === template)
      .map((exchange) => ({
        interaction: exchange,
        ...compareJson(exchange.request.example, frame, exchange.request.rules),
      }));
    const candidates = compared.filter(({ differences }) => differences.length === 0);
    const judged = judge(candidates, { on: this.#of.switches.on, isSuccess, answer: ({ answers }) => answers });
    const scripted = candidates.find(({ interaction }) => this.#of.scripts.has(interaction.description));
    const [meant, other] = scripted && !judged.some(hasScript(this.#of.scripts)) ? [scripted.interaction] : judged;
    this.received.push({ path, frame, interaction: other ? null : (meant?.description ?? null) });
    if (meant && !other) return reactionOf(this.#of.scripts.take(meant.description), meant.answers);
    if (meant)
      return this.#unknown(
        `${failed(path, frame)}: it can be ${judged.map(named).join(' or ')}. Switch on the states of one, or the one: \`use({ interaction: '…' })\`.`,
      );
    if (this.#expects(template, frame)) return silence;
    const near = leastDifferent(compared, ({ differences }) => differences.length);
    return this.#unknown(
      `${failed(path, frame)}: no interaction of the pact of ${this.#of.pact.consumer} is like it. Nearest are ${near.join(', ') || 'none'}. Change the frame, or the pact.`,
    );
  }

  /** A frame that nobody asked for, and on which socket it comes. @throws Error where the pact has no such frame */
  frame(description: string): Reaction & { template: string } {
    const fail = (reason: string) => new Error(`Failed to send the frame \`${description}\`: ${reason}`);
    const found = this.#of.pact.frames.filter((frame) => frame.description === description);
    if (found.length === 0) {
      const near = nearest(
        description,
        this.#of.pact.frames.map((frame) => frame.description),
      );
      throw fail(`the pact has no such frame. Take one of its descriptions, such as ${near.join(', ') || 'none'}.`);
    }
    const candidates = found.map((interaction) => ({ interaction, exactness: 0, alike: 0 }));
    const judged = judge(candidates, {
      on: this.#of.switches.on,
      isSuccess: () => true,
      answer: ({ example }) => example,
    });
    const [meant, other] = judged;
    if (!meant || other) throw fail(`it can be ${judged.map(named).join(' or ')}. Switch on the states of one.`);
    if (!meant.socket)
      throw fail('the pact does not say on which socket it comes. Give it the state `a socket is open`.');
    return { template: meant.socket.path, ...reactionOf(this.#of.scripts.take(description), [meant.example]) };
  }

  #unknown(message: string): Reaction {
    this.#of.unhandled(message);
    return { frames: [], after: 'unknown' };
  }

  #sockets(): SocketState[] {
    return [...this.#of.pact.exchanges, ...this.#of.pact.frames].flatMap(({ socket }) => socket ?? []);
  }

  /** Is it a frame that a client sends so that others come, and that has no answer of its own? */
  #expects(template: string, frame: unknown): boolean {
    const asked = this.#of.pact.exchanges.filter(({ socket }) => socket?.path === template);
    if (asked.some(({ request }) => isAlike(request.example, frame))) return false;
    return this.#sockets()
      .filter(({ path }) => path === template)
      .flatMap(({ hello, steps }) => [
        hello,
        ...steps.flatMap((step) => ('send' in step ? [step.send] : 'elsewhere' in step ? step.elsewhere : [])),
      ])
      .some((sent) => sent !== undefined && isAlike(sent, frame));
  }
}

const hasScript = (scripts: Scripts) => (exchange: Exchange) => scripts.has(exchange.description);

function reactionOf(step: Step, frames: readonly unknown[]): Reaction {
  if (step.do === 'lost') return { frames: [], after: 'lost' };
  const texts = frames.map((frame) => JSON.stringify(frame));
  return { frames: step.do === 'twice' ? [...texts, ...texts] : texts, after: 'open' };
}

/** Frames are told apart by their `type`, where they have one. */
function isAlike(example: unknown, frame: unknown): boolean {
  if (isRecord(example) && isRecord(frame) && 'type' in example) return example.type === frame.type;
  return sameJson(example, frame);
}

const isSuccess = ({ answers }: Exchange) => !answers.some((answer) => isRecord(answer) && answer.type === 'error');

const named = ({ description, states }: Exchange | Frame) =>
  `\`${description}\` (${states.map(written).join(' and ') || 'in any state'})`;

const failed = (path: string, frame: unknown) => `Failed to answer the frame ${shown(frame)} on ${path}`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

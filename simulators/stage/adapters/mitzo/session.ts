import type { PermissionMode } from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import { Log } from './log.ts';
import { Story } from './story.ts';

/** A prompt as it was said to the system: said again, it is the same. */
export interface SaidPrompt {
  type: 'send' | 'interrupt';
  prompt: string;
  frame: Record<string, unknown>;
  /** Is the connection open on which it was said first? */
  isHeard(): boolean;
}

/** What the adapter knows of one session. */
export class Session {
  /** By the contract. */
  readonly id: string;
  /** Of the system; undefined until its first message has made it. */
  foreign: string | undefined;
  /** The record that a client made: the system has none before the first message. */
  record: { mode: PermissionMode; createdAt: number; maker: string } | undefined;
  readonly log: Log;
  /** By clientMsgId. */
  readonly said = new Map<string, SaidPrompt>();
  /** Prompts that were told to be stored. */
  readonly accepted = new Set<string>();
  /** Id, by the contract, of the connection that said the last prompt. */
  owner: string | undefined;
  readonly #play: { ids: Ids; name: string };
  /** By the id of a prompt in the system. */
  readonly #prompts = new Map<string, string>();

  /** @param play its name is in the ids of prompts */
  constructor(play: { ids: Ids; name: string }, id: string, foreign?: string) {
    this.#play = play;
    this.id = id;
    this.foreign = foreign;
    const prompts = {
      idOf: (prompt: string) => this.#prompts.get(prompt) ?? play.ids.canonical('prompt', prompt),
      isInterrupt: (clientMsgId: string) => this.said.get(clientMsgId)?.type === 'interrupt',
    };
    this.log = new Log(new Story(play.ids, id, prompts));
  }

  /**
   * The id of a prompt in the system. By the contract it is one of its session; there it is one of all, for ever: a play
   * that is played again says the same ones.
   */
  promptId(clientMsgId: string): string {
    const { ids, name } = this.#play;
    const foreign = ids.canonical('prompt', `${name}/${this.id}/${clientMsgId}`);
    this.#prompts.set(foreign, clientMsgId);
    return foreign;
  }
}

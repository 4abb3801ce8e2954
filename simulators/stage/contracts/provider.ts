import { z } from 'zod';
import type { OperationName } from '../../../contracts/wire/index.ts';
import type { Call, Link } from '../../ports.ts';
import { type Command, commandPath, ownHeader } from './command.ts';
import { LiveLine } from './live-line.ts';
import type { ProviderNodes } from './nodes.ts';

/** What a state says of itself. */
export type Values = Record<string, string | number>;

/** What the last base state has made: states after it change this. */
export interface Scene {
  projectId: string;
  values: Values;
}

/** Why a state cannot be as it was asked for: that is for whoever asked. */
export class BadState extends Error {}

/** Seconds; longer than all the time that states let pass. */
const years = 10 * 365 * 86_400;

export const anyBody = z.unknown();
const project = z.object({ projectId: z.string() });
const tokenMade = z.object({ token: z.string() });
const refused = z.object({ code: z.string(), detail: z.string() });

/** The provider as the states use it: its public API, as an administrator, and the harness's door for time and troubles. */
export class Provider {
  readonly nodes: ProviderNodes;
  readonly #link: Link;
  readonly #adminToken: string;

  constructor(options: { link: Link; adminToken: string; nodes: ProviderNodes }) {
    this.nodes = options.nodes;
    this.#link = options.link;
    this.#adminToken = options.adminToken;
  }

  /** The body of an answer, read by `schema`. Without a token the administrator asks. @throws where it is refused */
  async ask<T>(
    schema: z.ZodType<T>,
    operation: OperationName,
    params: Record<string, string>,
    { headers, ...more }: Pick<Call, 'body' | 'headers' | 'token' | 'query'> = {},
  ): Promise<T> {
    const call = { operation, params, token: this.#adminToken, ...more };
    const { status, body } = await this.#link.request({ ...call, headers: { ...headers, ...this.#own() } });
    if (status < 400) return schema.parse(body);
    const { code, detail } = refused.safeParse(body).data ?? { code: '', detail: String(body) };
    throw new Error(`${operation} answered ${status} ${code}: ${detail}`);
  }

  async newProject(node: keyof ProviderNodes['urls'] = 'willing'): Promise<string> {
    const body = { nodeUrl: this.nodes.urls[node] };
    return (await this.ask(project, 'createProject', {}, { body })).projectId;
  }

  /** Makes a token: `body` is that of createToken, without its end. */
  async newToken(body: Record<string, unknown>): Promise<string> {
    return (await this.ask(tokenMade, 'createToken', {}, { body: { expiresInSeconds: years, ...body } })).token;
  }

  /** A project with a user. */
  async newScene(node: keyof ProviderNodes['urls'] = 'willing') {
    const projectId = await this.newProject(node);
    const token = await this.newToken({ role: 'user', projectId, userId: 'ada' });
    return { projectId, token };
  }

  /** A live socket of a user. */
  line(projectId: string, token: string): Promise<LiveLine> {
    return LiveLine.open(this.#link, projectId, token);
  }

  async command(command: Command): Promise<void> {
    const instead = { method: 'POST', path: commandPath };
    const call = { operation: 'describe', params: {}, instead, body: command, headers: this.#own() } as const;
    const { status, body } = await this.#link.request(call);
    if (status !== 204) throw new Error(`The harness's own door answered ${status} ${String(body)}`);
  }

  #own(): Record<string, string> {
    return { [ownHeader]: this.#adminToken };
  }
}

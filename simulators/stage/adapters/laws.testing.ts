/** What holds for every adapter, on the test server of each. */
import { describe, expect, test } from 'vitest';
import type { History } from '../../../contracts/trace/index.ts';
import { type OperationName, operations } from '../../../contracts/wire/index.ts';
import { type Answer, LinkError, type Ports } from '../../ports.ts';
import { portsFor } from '../ports-for.ts';
import type { Stage } from '../targets.ts';
import type { Adapter } from './adapter.ts';
import { NotOffered } from './faults.ts';
import { OptionTrouble, readOptions } from './options.ts';
import { secretsOf } from './secrets.ts';
import { adapterTarget } from './target.ts';

/** A test server, as far as the laws need it. */
export interface LawServer {
  /** What `--adapter-option` would be given. */
  options: Record<string, unknown>;
  /** Answers in place of the API where it answers something. */
  instead: (request: { method: string; path: string }) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

export interface Laws {
  adapter: Adapter;
  start(): Promise<LawServer>;
  /** An operation that reads by an id that nobody knows, and answers `not_found`; null: it has none. */
  unknownId: { operation: OperationName; param: string } | null;
  /** Something simple to ask for, so that something is said on the foreign wire. */
  simple: {
    operation: OperationName;
    params?: Record<string, string>;
    query?: Record<string, string | number>;
    body?: unknown;
  };
}

const nobody = 'b3e0c9a4-6a55-4b8e-9d3f-0f6a3a7c1d22';

/** Declares the tests. Call it in a `describe` of the adapter. */
export function adapterLaws({ adapter, start, unknownId, simple }: Laws): void {
  describe('as every adapter', () => {
    test('it says of itself no more than it has', () => {
      for (const name of Object.keys(operations) as OperationName[]) {
        const { capability } = operations[name];
        if (adapter.has(name)) expect(adapter.capabilities).toContain(capability);
      }
      const groups = adapter.capabilities.filter((group) => group !== 'echo');
      for (const group of groups) {
        const members = (Object.keys(operations) as OperationName[]).filter(
          (name) => operations[name].capability === group,
        );
        expect(members.some((name) => adapter.has(name))).toBe(true);
      }
    });

    test('an option that it does not know, one that is missing and one that cannot be taken are refused in one line', async () => {
      await using server = await served(start);
      const { options } = server;
      const refusalOf = (given: Record<string, unknown>) => {
        try {
          readOptions(adapter, given);
          return null;
        } catch (error) {
          return error instanceof OptionTrouble ? error.message : error;
        }
      };
      expect(refusalOf(options)).toBeNull();
      expect(refusalOf({ ...options, colour: 'blue' })).toMatch(
        /^Failed to use the adapter [^\n]*no option "colour"[^\n]*$/,
      );
      const [needed = ''] = Object.keys(options).filter(
        (name) => !adapter.options.shape[name]?.safeParse(undefined).success,
      );
      expect(refusalOf({ ...options, [needed]: undefined })).toMatch(/^Failed to use the adapter [^\n]*needs [^\n]*$/);
      expect(refusalOf({ ...options, [needed]: { not: 'this' } })).toMatch(/^Failed [^\n]*cannot be taken[^\n]*$/);
    });

    test('an operation that it lacks ends the play as not offered, and nothing is said outside', async () => {
      const lacking = (Object.keys(operations) as OperationName[]).find((name) => !adapter.has(name));
      if (!lacking) return;
      await using play = await played(adapter, start);
      const params = Object.fromEntries(Object.keys(operations[lacking].params.shape).map((name) => [name, nobody]));
      const end = await play.ends((ports) => ports.link.request({ operation: lacking, params }));
      expect(end).toBeInstanceOf(NotOffered);
      expect(String(end)).toContain(`the adapter ${adapter.name} has no ${lacking}`);
      expect(play.history.filter(({ kind }) => kind === 'wire')).toEqual([]);
    });

    test.skipIf(unknownId === null)('an id that nobody knows is not found', async () => {
      if (unknownId === null) return;
      await using play = await played(adapter, start);
      const answer = await play.ask(unknownId.operation, { params: { [unknownId.param]: nobody } });
      expect(answer.body).toMatchObject({ code: 'not_found' });
      expect(play.history.filter(({ kind }) => kind === 'violation')).toEqual([]);
    });

    test('a status that means nothing ends the play with the request and what came', async () => {
      await using play = await played(adapter, start);
      await play.provision();
      play.server.instead = () => ({ status: 418, body: { short: 'and stout' } });
      const end = await play.ends((ports) => ports.link.request(play.call(simple.operation, simple)));
      expect(String(end)).toMatch(/Failed to understand the answer to (GET|POST|PUT) \/.*418.*and stout/);
    });

    test('a body of another shape ends the play with the request and what came', async () => {
      await using play = await played(adapter, start);
      await play.provision();
      play.server.instead = () => ({ status: 200, body: { surprise: true } });
      const end = await play.ends((ports) => ports.link.request(play.call(simple.operation, simple)));
      expect(String(end)).toMatch(/Failed to understand the answer to (GET|POST|PUT) \/.*surprise/);
    });

    test('a failure of the system is a refusal by the contract, and no fault of the adapter', async () => {
      await using play = await played(adapter, start);
      await play.provision();
      play.server.instead = () => ({ status: 500, body: { error: 'broken' } });
      const answer = await play.ask(simple.operation, simple);
      expect(answer.body).toMatchObject({ code: 'internal_error' });
      expect(play.history.filter(({ kind }) => kind === 'violation')).toEqual([]);
    });

    test('what is said on the foreign wire is in the history, without a secret', async () => {
      await using play = await played(adapter, start);
      const answer = await play.ask(simple.operation, simple);
      expect(answer.status).toBeLessThan(300);
      const said = play.history.filter(({ kind }) => kind === 'wire');
      expect(said.length).toBeGreaterThan(1);
      const secrets = secretsOf(adapter.options, readOptions(adapter, play.server.options));
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of secrets) expect(JSON.stringify(play.history)).not.toContain(secret);
    });
  });
}

async function served(start: () => Promise<LawServer>) {
  const server = await start();
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.stop() });
}

/** A stage on the test server, with a project and a user. */
class LawPlay {
  readonly server: LawServer;
  readonly #stage: Stage;
  readonly #end: () => Promise<void>;
  readonly #ports: Ports;
  #project: { projectId: string; token: string } | undefined;

  constructor(server: LawServer, stage: Stage, end: () => Promise<void>) {
    this.server = server;
    this.#stage = stage;
    this.#end = end;
    this.#ports = portsFor(stage.network, 'frontend', 1);
  }

  get history(): History {
    return this.#stage.network.recorder.history;
  }

  async provision(): Promise<{ projectId: string; token: string }> {
    if (this.#project) return this.#project;
    const { link } = this.#ports;
    const project = await link.request({
      operation: 'createProject',
      params: {},
      body: { nodeUrl: 'http://node.test' },
    });
    const { projectId } = project.body as { projectId: string };
    const expiresInSeconds = 10 * 365 * 24 * 3600;
    const body = { role: 'user', userId: 'alice', projectId, expiresInSeconds };
    const made = await link.request({ operation: 'createToken', params: {}, body });
    this.#project = { projectId, token: (made.body as { token: string }).token };
    return this.#project;
  }

  call(operation: OperationName, about: Partial<Laws['simple']>) {
    const { projectId = nobody, token } = this.#project ?? {};
    const { params, query, body } = about;
    return {
      operation,
      params: { projectId, ...params },
      ...(query ? { query } : {}),
      ...(body === undefined ? {} : { body }),
      ...(operation === 'submitTask' ? { headers: { 'idempotency-key': 'law' } } : {}),
      ...(token ? { token } : {}),
    };
  }

  async ask(operation: OperationName, about: Partial<Laws['simple']>): Promise<Answer> {
    await this.provision();
    return this.#stage.network.scheduler.play(this.#ports.link.request(this.call(operation, about)));
  }

  /** How the play ends with this. */
  async ends(work: (ports: Ports) => Promise<unknown>): Promise<unknown> {
    try {
      return await this.#stage.network.scheduler.play(work(this.#ports));
    } catch (error) {
      return error instanceof LinkError ? null : error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stage.clear('ended');
    await this.#end();
  }
}

async function played(adapter: Adapter, start: () => Promise<LawServer>): Promise<LawPlay> {
  const server = await start();
  const lane = await adapterTarget(adapter, readOptions(adapter, server.options), 1).lane();
  const stage = await lane.raise({ seed: 1, plan: [], mutant: null, nameOf: (alias) => alias });
  return new LawPlay(server, stage, async () => {
    await lane.stop();
    await server.stop();
  });
}

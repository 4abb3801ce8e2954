import assert from 'node:assert/strict';
import { Frontend } from '../../../simulators/frontend/index.ts';
import { answered, type HandPorts } from '../../../simulators/testing.ts';
import { type ProblemCode, problem, problems } from '../../wire/index.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';

/** A tab of the user that the states tell of, or of whoever has another token. */
export function tabOf(ports: HandPorts, token: string = values.token): Frontend {
  return new Frontend(ports, { projectId: values.projectId, token });
}

/** What is said of an interaction beside what the user does. */
export type Told = Omit<HttpInteraction, 'kind' | 'run'>;

/** An interaction in which the user does one thing; `look` sees what came of it. */
export function does<Result>(
  told: Told,
  act: (tab: Frontend) => Promise<Result>,
  look: (result: Result, tab: Frontend) => void,
): HttpInteraction {
  return {
    kind: 'http',
    ...told,
    async run(ports) {
      const tab = tabOf(ports);
      look(await act(tab), tab);
    },
  };
}

/** What is said of a request that is refused. */
export interface ToldRefusal extends Omit<Told, 'promised'> {
  problem: ProblemCode;
  /** Members of the problem document beside those that all have. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
  /** What the user makes of it. failed: it certainly did not happen. Default `failed`. */
  outcome?: 'failed' | 'unknown';
  /** Whose token is sent. Default: the user's. */
  token?: string;
}

interface Refused {
  status: string;
  problem?: { status: number | null; code: string } | undefined;
}

/** An interaction in which what the user does is refused, and the user is told why. */
export function refused(
  told: ToldRefusal,
  act: (tab: Frontend) => Promise<Refused | undefined>,
  look: (tab: Frontend) => void = () => {},
): HttpInteraction {
  const { problem: code, more, headers, outcome = 'failed', token, ...rest } = told;
  return {
    kind: 'http',
    ...rest,
    promised: { problem: code, ...(more && { more }), ...(headers && { headers }) },
    async run(ports) {
      const tab = tabOf(ports, token);
      const result = await act(tab);
      assert.equal(result?.status, outcome);
      has(result?.problem, { status: problems[code].status, code });
      has(ports.journal.of('problem').at(-1), { operation: told.operation, code });
      look(tab);
    },
  };
}

/** Looks that all that is expected is there. */
export function has(actual: unknown, expected: unknown): void {
  assert.partialDeepStrictEqual(actual, expected);
}

/** How another request of the client is refused. */
export function refusal(code: ProblemCode, more: object = {}) {
  return answered(problems[code].status, { ...problem(code, 'Why it was refused, in words.'), ...more });
}

/** A base state with parameters, and what is changed after it. */
export function given(state: Given['state'], params: Record<string, unknown> = {}, ...then: Given[]): readonly Given[] {
  return [Object.keys(params).length > 0 ? { state, params } : { state }, ...then];
}

export const aProject = given('a project');
/** Half past nine on 5 May 2026, in UTC. */
export const time = 1_777_973_400_000;

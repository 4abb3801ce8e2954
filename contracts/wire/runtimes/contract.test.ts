import { describe, expect, test } from 'vitest';
import { matchRoute, route } from '../route.ts';
import { daemonOperations } from './daemon-operations.ts';
import { migrationOperations } from './migration-operations.ts';
import { runtimeOperations } from './operations.ts';
import {
  type AgentTaskState,
  agentTaskMeanings,
  agentTaskState,
  agentTaskStates,
  agentTaskTransitions,
  endedStates,
  failureReason,
  failureReasons,
} from './states.ts';

const id = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const accepts = (name: 'pinSession' | 'claimTask' | 'failTask' | 'completeTask', body: unknown) =>
  daemonOperations[name].body.safeParse(body).success;

describe('the states of a task of an agent', () => {
  test('each have a meaning that the schema tells', () => {
    for (const state of agentTaskStates)
      expect(agentTaskState.meta()?.description).toContain(`${state}: ${agentTaskMeanings[state]}`);
    for (const [reason, meaning] of Object.entries(failureReasons))
      expect(failureReason.meta()?.description).toContain(`${reason}: ${meaning}`);
  });

  test('end in those that nothing follows, and only in them', () => {
    const last = agentTaskStates.filter((state) => agentTaskTransitions[state].length === 0);
    expect(new Set(last)).toEqual(endedStates);
  });

  test.each<[AgentTaskState, AgentTaskState[]]>([
    ['queued', ['dispatched', 'failed', 'cancelled']],
    ['dispatched', ['queued', 'dispatched', 'running', 'failed', 'cancelled']],
    ['running', ['queued', 'completed', 'failed', 'cancelled']],
  ])('%s may become %j and nothing else', (from, following) => {
    expect([...agentTaskTransitions[from]].sort()).toEqual([...following].sort());
  });
});

describe('the operations of runtimes', () => {
  test('are found by method and path, also with a runtime whose id needs escaping', () => {
    for (const name of Object.keys(runtimeOperations) as (keyof typeof runtimeOperations)[]) {
      const params = { projectId: id, runtimeId: 'mac/1 é', agentId: id, chatId: id, taskId: id };
      const needed = Object.keys(runtimeOperations[name].params.shape) as (keyof typeof params)[];
      const wanted = Object.fromEntries(needed.map((key) => [key, params[key]]));
      const { method, path } = route(name, wanted);
      expect(matchRoute(method, path)).toEqual({ operation: name, params: wanted, query: {} });
    }
  });

  test('pin a session, a work directory or both, and not nothing', () => {
    expect(accepts('pinSession', { claimKey: id, sessionId: 's' })).toBe(true);
    expect(accepts('pinSession', { claimKey: id, workDir: '/w' })).toBe(true);
    expect(accepts('pinSession', { claimKey: id })).toBe(false);
    expect(accepts('pinSession', { claimKey: id, sessionId: '' })).toBe(false);
  });

  test('take a claim key of the daemon, and no reason that only the provider may give', () => {
    expect(accepts('claimTask', { claimKey: id })).toBe(true);
    expect(accepts('claimTask', {})).toBe(false);
    expect(accepts('completeTask', { claimKey: id, output: '' })).toBe(true);
    expect(accepts('failTask', { claimKey: id, error: 'x', reason: 'timeout' })).toBe(true);
    expect(accepts('failTask', { claimKey: id, error: 'x', reason: 'runtime_offline' })).toBe(false);
  });

  test('put in tasks of the old version that belong to a chat or to an issue, and not to both', () => {
    const ended = { taskId: id, agentId: id, runtimeId: 'r', sessionId: null, workDir: null, finishedAt: 1 };
    const takes = (of: object) =>
      migrationOperations.importLegacyRuns.body.safeParse({
        chats: [],
        tasks: [{ ...ended, state: 'completed', ...of }],
      }).success;
    expect(takes({ chatId: id, issueId: null })).toBe(true);
    expect(takes({ chatId: null, issueId: id })).toBe(true);
    expect(takes({ chatId: id, issueId: id })).toBe(false);
    expect(takes({ chatId: null, issueId: null })).toBe(false);
  });
});

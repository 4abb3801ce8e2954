import { describe, expect, test } from 'vitest';
import { limits } from '../../../contracts/wire/index.ts';
import { retryDelay } from '../rules/runner.ts';
import {
  afterTurn,
  goOn,
  hasRemoved,
  isSettled,
  type Job,
  newJob,
  shutDown,
  timeLeft,
  withoutWorkspace,
} from './job.ts';

const order = {
  projectId: 'p',
  taskId: 't',
  sessionId: 's',
  nodeUrl: 'http://node',
  prompt: { messageId: 'm', content: 'c' },
};
const asked: Job = { ...newJob(order, 'w', 0), askedAt: 1000 };

describe('a job of a runner', () => {
  test('has nothing to remove before the node was asked', () => {
    expect(withoutWorkspace(newJob(order, 'w', 0)).remove).toEqual([]);
    expect(withoutWorkspace(asked).remove).toEqual(['w']);
  });

  test('is settled once it rests and everything is removed, and a later shutdown removes nothing twice', () => {
    const stopped = shutDown({ ...asked, step: 'rest' }, 'w', 5);
    expect(stopped).toMatchObject({ step: 'rest', remove: ['w'], due: 5 });
    expect(isSettled(stopped)).toBe(false);
    const done = hasRemoved(stopped, 'w');
    expect(isSettled(done)).toBe(true);
    expect(shutDown(done, 'w', 6).remove).toEqual([]);
  });

  test('removes also the workspace that was linked by hand', () => {
    expect(shutDown(asked, 'other', 5).remove).toEqual(['w', 'other']);
  });

  test('goes on only from the step that was made: a shutdown in between holds', () => {
    expect(goOn(asked, 'ask', 'link').step).toBe('link');
    expect(goOn(shutDown(asked, null, 5), 'ask', 'link').step).toBe('rest');
  });

  test('waits 1, 2, 4, … 30 seconds between attempts', () => {
    const delays = [0, 1, 2, 3, 4, 5, 20].map((attempt) => {
      const job: Job = { ...asked, step: 'link', attempt };
      return afterTurn(job, false, { retryDelay }, 0).due;
    });
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test('is looked at again exactly when the time of the node is up', () => {
    const end = 1000 + limits.workspaceRecovery;
    expect(afterTurn({ ...asked, attempt: 9 }, false, { retryDelay }, end - 7).due).toBe(end);
    expect(timeLeft(asked, end)).toBe(0);
  });
});

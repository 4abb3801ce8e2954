import { describe, expect, test } from 'vitest';
import { briefRuns } from './story-runs.ts';

const told = (body: unknown) => briefRuns(body, String);
const chat = { chatId: 'c1', agentId: 'a1', sessionId: 's1', runtimeId: 'laptop', workDir: '/work/1' };
const task = { taskId: 't1', runtimeId: 'server', state: 'completed', sessionId: 's2', workDir: '/work/2' };

describe('a chat or a task in a story', () => {
  test.each<[string, unknown, string | undefined]>([
    ['is the pointer of a chat', chat, 'chat c1 with session s1, runtime laptop, work directory /work/1'],
    [
      'is what the old version stored of both',
      { chats: [{ ...chat, runtimeId: undefined }], tasks: [task] },
      'chat c1 with session s1, runtime none, work directory /work/1; task t1 on runtime server completed with session s2 in /work/2',
    ],
    [
      'is what a claim was offered',
      { task: { ...task, state: 'dispatched', attempt: 2, priorSessionId: 's1', priorWorkDir: null } },
      'task t1 on runtime server dispatched in attempt 2, offered session s1 in none',
    ],
    ['is that a claim was given nothing', { task: null }, 'no task'],
    [
      'is a task before it has said anything',
      { ...task, state: 'queued', attempt: 1, sessionId: null, workDir: null },
      'task t1 on runtime server queued',
    ],
    ['is nothing where a body is about something else', { taskId: 't1', sessionId: 's1' }, undefined],
    ['is nothing without a body', undefined, undefined],
  ])('%s', (_name, body, expected) => {
    expect(told(body)).toBe(expected);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { History } from '../contracts/trace/index.ts';
import { judge } from '../scenarios/checks/check.ts';
import { checks } from '../scenarios/checks/index.ts';
import { recordConversation } from './conversation.ts';
import { longHistory } from './long-history.ts';

describe('a long history', () => {
  let recorded: History;

  beforeAll(async () => {
    recorded = await recordConversation();
  });

  const statuses = (history: History) => judge(history, checks, new Set()).map(({ id, status }) => [id, status]);

  test('One turn is the recorded history itself', () => {
    expect(longHistory(recorded, 1)).toEqual(recorded);
  });

  test('Many turns, more than fit a page of a list, keep every promise that the recorded one keeps', () => {
    const passed = statuses(recorded).filter(([, status]) => status === 'passed');
    expect(passed.length).toBeGreaterThan(20);
    expect(statuses(longHistory(recorded, 130))).toEqual(statuses(recorded));
  });

  test('Every turn is judged: as many messages and sessions each time', () => {
    const judged = (history: History, id: string) =>
      judge(history, checks, new Set()).find((result) => result.id === id)?.judged ?? Number.NaN;
    for (const id of ['stored-once', 'counts-match', 'delivered-once-in-order', 'one-workspace-left']) {
      expect(judged(recorded, id)).toBeGreaterThan(0);
      expect([id, judged(longHistory(recorded, 7), id)]).toEqual([id, 7 * judged(recorded, id)]);
    }
  });

  test('Events are numbered without gaps, in the order of time, each caused by an earlier one', () => {
    const history = longHistory(recorded, 5);
    expect(history.map(({ index }) => index)).toEqual(history.map((_, place) => place));
    expect(history.map(({ time }) => time)).toEqual(history.map(({ time }) => time).sort((a, b) => a - b));
    expect(history.filter(({ index, cause }) => cause !== undefined && cause >= index)).toEqual([]);
  });

  test('Each turn has messages of its own, all in the one project', () => {
    const messagesOf = (history: History) => history.flatMap((event) => (event.kind === 'send' ? [event.msg] : []));
    const messages = messagesOf(longHistory(recorded, 5));
    expect(new Set(messages).size).toBe(messages.length);
    const projects = (history: History) =>
      new Set(
        history.flatMap((event) =>
          'message' in event && event.message.type === 'request' ? (event.message.params.projectId ?? []) : [],
        ),
      );
    expect(projects(longHistory(recorded, 5))).toEqual(projects(recorded));
  });

  test('Its length grows by the same number of events with each turn', () => {
    const [two = 0, three = 0, nine = 0] = [2, 3, 9].map((turns) => longHistory(recorded, turns).length);
    expect(nine - two).toBe(7 * (three - two));
  });
});

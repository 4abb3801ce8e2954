import { describe, expect, it } from 'vitest';
import type { History } from '../../contracts/trace/index.ts';
import { check } from './check.ts';
import { relevanceTo } from './relevance.ts';

const about = (...requirements: string[]) =>
  check({
    id: 'one',
    level: 'MUST',
    requirements,
    sentence: 'It holds.',
    start: () => ({ on() {}, end: () => ({ judged: 0, breaches: [] }) }),
  });
const asked = (operation: string) =>
  [{ index: 0, time: 0, actor: 'frontend', kind: 'send', op: 1, operation }] as unknown as History;
const reported = (report: string) =>
  [{ index: 0, time: 0, actor: 'frontend', kind: 'report', report, detail: {} }] as unknown as History;

describe('relevance', () => {
  it('leaves out a check of requirements about other operations', () => {
    expect(relevanceTo(asked('submitTask'))(about('WEB-1'))).toBe(false);
    expect(relevanceTo(asked('createLiveSession'))(about('TASK-1'))).toBe(false);
    expect(relevanceTo(asked('createProject'))(about('TASK-1'))).toBe(false);
  });

  it('keeps a check that has one requirement about what is there', () => {
    expect(relevanceTo(asked('submitTask'))(about('WEB-1', 'TASK-1'))).toBe(true);
    expect(relevanceTo(asked('live'))(about('LIVE-3'))).toBe(true);
    expect(relevanceTo(asked('createWorkspace'))(about('TASK-7'))).toBe(true);
  });

  it('keeps a check of what is shown by a chat that sends nothing', () => {
    expect(relevanceTo(reported('chat'))(about('WEB-1'))).toBe(true);
  });

  it('keeps what is about any operation', () => {
    expect(relevanceTo([])(about('SAFE-1'))).toBe(true);
    expect(relevanceTo([])(about())).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import type { ContractCoverage, ContractFrame } from '../contracts/trace/index.ts';
import { coverageLine, firstMissing, missingGroups, missingLines } from './coverage.ts';
import { markdown } from './markdown.ts';
import { proseOf } from './markup-reader.ts';
import { hostileTexts, sampleCoverage, sampleReport, sampleScenario } from './sample-report.ts';
import { terminal } from './terminal.ts';

const all = { covered: 2, total: 2, missing: [] };
const complete: ContractCoverage = { percent: 100, operations: all, answers: all, frames: all, interactions: all };
const answer = (operation: string | null, code: string | null) => ({ operation, status: code ? 409 : 200, code });
const frame = (type: string, changes: Partial<ContractFrame> = {}): ContractFrame => ({
  socket: 'live',
  from: 'server',
  type,
  code: null,
  ...changes,
});
const part = <Missing>(...missing: Missing[]) => ({ covered: 1, total: 3, missing });

describe('Coverage in one line', () => {
  test('has the percentage and what it is of', () => {
    expect(coverageLine(sampleCoverage())).toBe(
      'contract coverage 66.6 %: 2 of 3 operations, 1 of 2 answers, 2 of 3 frames; 1 pact interaction unplayed',
    );
  });

  test('says that all interactions were played, or nothing where there are none', () => {
    expect(coverageLine(complete)).toMatch(/2 of 2 frames; all 2 pact interactions played$/);
    expect(coverageLine({ ...complete, interactions: { ...all, covered: 0, total: 0 } })).toMatch(/2 of 2 frames$/);
  });
});

describe('What is missing', () => {
  test('is nothing where all was exercised', () => {
    expect(missingGroups(complete)).toEqual([]);
    expect(firstMissing(complete)).toBeNull();
  });

  test('is grouped: operations, frames, answers by code, interactions by consumer', () => {
    expect(missingLines(sampleCoverage())).toEqual([
      'operations (1): getTask',
      'frames of live, from the server (1): error not_found',
      'answer 404 not_found (1): no operation',
      'interactions of vm-agent (1): a batch (appendMessages 200)',
    ]);
  });

  test('has first what the fewest operations lack, and one word for what all lack', () => {
    const answers = part(
      answer('a', 'often'),
      answer('a', null),
      answer('b', 'often'),
      answer('a', 'always'),
      answer('b', 'always'),
      answer('c', 'always'),
    );
    const coverage = { ...complete, operations: { ...all, covered: 3, total: 3 }, answers };
    expect(missingLines(coverage)).toEqual([
      'answer 200 (1): a',
      'answer 409 often (2): a, b',
      'answer 409 always (3): every operation',
    ]);
    expect(firstMissing(coverage)).toBe('answer 200: a');
  });

  test('has frames by socket and side, with the code of an error', () => {
    const frames = part(frame('pong'), frame('error', { code: 'unavailable' }), frame('ping', { from: 'client' }));
    expect(missingLines({ ...complete, frames })).toEqual([
      'frames of live, from the server (2): pong, error unavailable',
      'frames of live, from the client (1): ping',
    ]);
  });
});

describe('A report shows coverage', () => {
  const report = sampleReport([sampleScenario()], { coverage: sampleCoverage() });
  const line = coverageLine(sampleCoverage());

  test('on the terminal in one line, and lists what is missing only where that is asked for', () => {
    const counted = terminal.render(report, {});
    expect(counted.split('\n')).toContain(line);
    expect(counted).not.toContain('getTask');
    const listed = terminal.render(report, { coverage: 'listed' });
    expect(listed).toContain('Not exercised\n  operations (1): getTask\n');
    expect(listed.indexOf('Not exercised')).toBeLessThan(listed.indexOf('1 passed, 0 failed'));
  });

  test('in Markdown always whole, but folded', () => {
    const text = markdown.render(report, {});
    expect(text).toContain(`<details><summary>${line}</summary>\n\n- \`operations\`: \`getTask\`\n`);
    expect(text.match(/<details>/g)).toHaveLength(1);
    expect(text.match(/<\/details>/g)).toHaveLength(1);
  });

  test('in Markdown with nothing to unfold where nothing is missing', () => {
    const text = markdown.render({ ...report, coverage: complete }, {});
    expect(text).toContain('contract coverage 100 %');
    expect(text).not.toContain('<details>');
  });

  test('nowhere in a report that has none', () => {
    const without = sampleReport([sampleScenario()]);
    for (const text of [terminal.render(without, { coverage: 'listed' }), markdown.render(without, {})]) {
      expect(text).not.toMatch(/coverage|exercised/);
    }
  });

  test.each(hostileTexts)('and lets nothing of a pact become markup or a command: %j', (text) => {
    const missing = [{ consumer: text, description: text, states: [text], wants: text }];
    const coverage = { ...complete, interactions: { covered: 1, total: 2, missing } };
    const hostile = sampleReport([sampleScenario()], { coverage });
    const onTerminal = terminal.render(hostile, { coverage: 'listed' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there.
    expect(onTerminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|^\s*::/m);
    expect(proseOf(markdown.render(hostile, {}))).not.toMatch(/<script|@everyone|heading|alert|owned|\[x\]/);
  });
});

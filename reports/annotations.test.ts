import { describe, expect, test } from 'vitest';
import { annotations } from './annotations.ts';
import {
  everyStatus,
  failedScenario,
  hostileTexts,
  sampleCheck,
  sampleReport,
  sampleScenario,
} from './sample-report.ts';

/** Reads commands as GitHub's runner does: a line each, properties split at commas, three characters of a name escaped. */
function read(text: string) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, level = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
      const pairs = properties.split(',').map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), unescaped(pair.slice(at + 1))] as const;
      });
      return { level, message: unescaped(message), ...Object.fromEntries(pairs) } as Record<string, string>;
    });
}
const unescaped = (text: string) =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

describe('Annotations', () => {
  test('are an error for each failure and a warning for what only should hold', () => {
    expect(
      read(annotations(sampleReport(everyStatus), { out: 'o' })).map(({ level, title }) => [level, title]),
    ).toEqual([
      ['error', 'duplicate-creation/two-tabs failed'],
      ['error', 'duplicate-creation/answer-lost inconclusive'],
      ['warning', 'retries/slow-answer: backs-off'],
    ]);
  });

  test('say what was promised, what was found, how to play it again, and name the trace', () => {
    expect(read(annotations(sampleReport([failedScenario()]), { out: 'o' }))).toEqual([
      {
        level: 'error',
        title: 'duplicate-creation/two-tabs failed',
        file: 'o/traces/duplicate-creation.two-tabs.jsonl',
        message: [
          'Task t1 has two sessions: s1 and s2.',
          '',
          'MUST one-session (TASK-1)',
          'Promised: One task has exactly one session.',
          'Found: Task t1 has two sessions: s1 and s2.',
          '',
          'Play it again: rehearse run duplicate-creation/two-tabs --seed 1',
        ].join('\n'),
      },
    ]);
  });

  test('have no file where there is no trace', () => {
    expect(read(annotations(sampleReport([failedScenario({ trace: null })]), { out: 'o' }))[0]?.file).toBeUndefined();
  });

  test('are none where all held', () => {
    expect(annotations(sampleReport([sampleScenario()]))).toBe('');
  });

  test('say that a run was not finished, even if nothing failed', () => {
    const cut = sampleReport([sampleScenario()], { complete: false, reason: 'The target was lost.' });
    expect(read(annotations(cut))).toEqual([
      { level: 'error', title: 'The run was not finished', message: 'The target was lost.' },
    ]);
  });

  test('escape per cent and line breaks, and in properties colons and commas too', () => {
    const scenario = failedScenario({ id: 'a/50%,b:c', trace: 'x:,%.jsonl' });
    const text = annotations(
      sampleReport([{ ...scenario, checks: [sampleCheck({ status: 'failed', message: '100%: a,\nb' })] }]),
      { out: 'o' },
    );
    expect(text).toMatch(/^::error title=a\/50%25%2Cb%3Ac failed,file=o\/x%3A%2C%25\.jsonl::/);
    expect(text).toContain('Found: 100%25: a,%0Ab%0A');
  });

  test.each(hostileTexts)('are one line each, whatever the texts say: %j', (text) => {
    const scenario = failedScenario({
      id: text,
      trace: text,
      reproduce: text,
      reason: text,
      checks: [sampleCheck({ id: text, status: 'failed', message: text, sentence: text })],
    });
    const printed = annotations(sampleReport([scenario]), { out: 'o' });
    expect(printed.split('\n')).toHaveLength(2);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there.
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(read(printed)[0]?.level).toBe('error');
  });

  test.each([
    [10, 10, 'retries/9 failed'],
    [11, 10, '2 errors more'],
    [60, 10, '51 errors more'],
  ])('of %i failures are %i, since GitHub shows no more', (failed, printed, last) => {
    const scenarios = Array.from({ length: failed }, (_, index) => failedScenario({ id: `retries/${index}` }));
    const found = read(annotations(sampleReport(scenarios)));
    expect(found).toHaveLength(printed);
    expect(found.at(-1)?.title).toBe(last);
  });
});

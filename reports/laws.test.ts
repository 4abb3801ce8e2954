import { describe, expect, test } from 'vitest';
import type { RunReport } from '../contracts/trace/index.ts';
import { proseOf, readXml } from './markup-reader.ts';
import {
  everyStatus,
  failedScenario,
  hostileTexts,
  sampleCheck,
  sampleReport,
  sampleScenario,
} from './sample-report.ts';
import { oneLine } from './text.ts';
import { reporters } from './write-reports.ts';

const report = sampleReport(everyStatus, {
  unmet: [{ requirement: 'TASK-10', reason: 'seq is only ordered' }],
});

/** As the text reads once its own escaping is undone, so that one law fits all formats. */
function readable(name: string, text: string): string {
  if (name === 'junit') {
    const { texts, elements } = readXml(text);
    return [...texts, ...elements.flatMap((element) => [...element.attributes.values()])].join('\n');
  }
  return name === 'markdown' ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&apos;', "'") : text;
}

function hostile(text: string): RunReport {
  const scenarios = [
    failedScenario({
      id: `evil/${text}`,
      family: text,
      title: text,
      requirements: [text],
      checks: [sampleCheck({ id: text, requirements: [text], status: 'failed', message: text })],
      story: [{ event: 1, time: 5, text }],
      reproduce: text,
      trace: text,
    }),
    sampleScenario({ id: 'evil/warned', checks: [sampleCheck({ level: 'SHOULD', status: 'failed', message: text })] }),
    sampleScenario({ id: 'evil/in-part', inPart: [text] }),
    sampleScenario({ id: 'evil/unclear', status: 'inconclusive', reason: text, checks: [] }),
    sampleScenario({ id: 'evil/skipped', status: 'skipped', reason: text, checks: [] }),
    sampleScenario({ id: 'evil/known', status: 'expected-failure', reason: text, checks: [] }),
  ];
  return sampleReport(scenarios, {
    target: text,
    mutant: text,
    complete: false,
    reason: text,
    unmet: [{ requirement: text, reason: text }],
  });
}

describe.each(Object.entries(reporters))('The %s reporter', (name, reporter) => {
  const render = (of: RunReport) => reporter.render(of, { out: 'rehearsal-out', colour: 'off' });

  test('accounts for every scenario: by id, or, where it passed, in the numbers of its family', () => {
    const text = readable(name, render(report));
    for (const scenario of report.scenarios) {
      const shown = text.includes(scenario.id) || (scenario.status === 'passed' && text.includes(scenario.family));
      expect(shown, scenario.id).toBe(true);
    }
  });

  test('shows every failed check with its message, also one that only should hold', () => {
    const text = readable(name, render(report));
    expect(text).toContain('Task t1 has two sessions: s1 and s2.');
    expect(text).toContain('The final state was not seen.');
    expect(text).toContain('Two tasks were made.');
    expect(text).toContain('It tried again after 1 ms.');
  });

  test('shows of a failure its story and the command that plays it again', () => {
    const text = readable(name, render(report));
    expect(text).toContain('frontend:one submitTask');
    expect(text).toContain('rehearse run duplicate-creation/two-tabs --seed 1');
  });

  test('gives the reason of what was skipped', () => {
    expect(readable(name, render(report))).toContain('The target does not offer live.');
  });

  test('gives the reason of what passed in part', () => {
    const inPart = ['the target does not promise idempotency: key'];
    const text = readable(name, render(sampleReport([sampleScenario({ inPart })])));
    expect(text).toContain('the target does not promise idempotency: key');
  });

  test('tells a failure outside of any check', () => {
    const crashed = sampleScenario({ status: 'failed', reason: 'It took longer than 60 s.', checks: [] });
    expect(readable(name, render(sampleReport([crashed])))).toContain('It took longer than 60 s.');
  });

  test('says when a run was not finished, and why', () => {
    const cut = sampleReport([sampleScenario()], { complete: false, reason: 'The target was lost.' });
    expect(readable(name, render(cut))).toContain('The target was lost.');
  });

  test('gives the same text for the same report', () => {
    expect(render(report)).toBe(render(report));
  });

  test('renders a run in which nothing was played', () => {
    expect(render(sampleReport([]))).toMatch(/\n$/);
  });

  test.each(hostileTexts)('lets no control character through: %j', (text) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there.
    const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufffe\uffff]/;
    const rendered = render(hostile(text));
    if (name !== 'json') expect(rendered).not.toMatch(controls);
    // JSON has its own escapes; C1 characters may stand in it, C0 may not.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
    else expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(rendered.isWellFormed()).toBe(true);
  });

  test.each(hostileTexts)(
    'lets no text begin a line of its own, where a CI could take it for a command: %j',
    (text) => {
      expect(render(hostile(text))).not.toMatch(/^\s*::/m);
    },
  );
});

describe('Statuses and totals agree', () => {
  test('in JSON, which is the report itself', () => {
    expect(JSON.parse(reporters.json.render(report, {}))).toEqual(report);
  });

  test('in JUnit, whose attributes count the elements below them', () => {
    const { elements } = readXml(reporters.junit.render(report, {}));
    const having = (tag: string) => elements.filter((element) => element.name === tag);
    const sum = (attribute: string) =>
      having('testsuite').reduce((total, element) => total + Number(element.attributes.get(attribute)), 0);
    const root = having('testsuites')[0]?.attributes;
    for (const [attribute, tag] of [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ] as const) {
      expect(Number(root?.get(attribute)), attribute).toBe(having(tag).length);
      expect(sum(attribute), attribute).toBe(having(tag).length);
    }
    expect(having('testcase')).toHaveLength(report.scenarios.length);
  });

  test('in JUnit of a run that was not finished, which then is not green', () => {
    const cut = sampleReport([sampleScenario()], { complete: false, reason: 'Interrupted.' });
    const { elements } = readXml(reporters.junit.render(cut, {}));
    expect(elements.find((element) => element.name === 'testsuites')?.attributes.get('errors')).toBe('1');
    expect(elements.filter((element) => element.name === 'error')).toHaveLength(1);
  });

  test('in Markdown, whose families add up to the total', () => {
    const rows = reporters.markdown
      .render(report, {})
      .split('\n')
      .filter((line) => line.startsWith('| `') || line.startsWith('| **Total'))
      .map((line) => line.split('|').slice(2, -1).map(Number));
    const total = rows.pop();
    expect(total).toEqual([2, 1, 1, 2, 1]);
    expect(total).toEqual([0, 1, 2, 3, 4].map((column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0)));
  });

  test('on the terminal, in its last lines', () => {
    expect(reporters.terminal.render(report, {})).toContain(
      '2 passed, 1 failed, 1 inconclusive, 2 skipped, 1 expected to fail of 7 scenarios in 2.3 s',
    );
  });
});

describe('Markup', () => {
  test.each(hostileTexts)('in JUnit is well-formed and gives the text back: %j', (text) => {
    const { elements } = readXml(reporters.junit.render(hostile(text), {}));
    const failure = elements.find((element) => element.name === 'failure');
    expect(failure?.attributes.get('message')).toBe(oneLine(text));
  });

  test.each(hostileTexts)('in Markdown stays in code: %j', (text) => {
    const prose = proseOf(reporters.markdown.render(hostile(text), {}));
    expect(prose).not.toMatch(/<script|@everyone|heading|alert|owned|\[x\]/);
    const cells = prose
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length);
    expect(new Set(cells)).toEqual(new Set([8]));
    expect(prose.match(/<details>/g)).toHaveLength(2);
    expect(prose.match(/<\/details>/g)).toHaveLength(2);
  });
});

describe('Colour', () => {
  test.each(Object.entries(reporters))('is never in %s when it is off', (_name, reporter) => {
    expect(reporter.render(report, { colour: 'off' })).not.toContain('\u001b');
    expect(reporter.render(report, {})).not.toContain('\u001b');
  });

  test('is on the terminal when it is on, and changes no word', () => {
    const coloured = reporters.terminal.render(report, { colour: 'on' });
    expect(coloured).toContain('\u001b[31m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is made of them.
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(reporters.terminal.render(report, { colour: 'off' }));
  });
});

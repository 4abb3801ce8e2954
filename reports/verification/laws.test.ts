import { describe, expect, test } from 'vitest';
import type { InteractionResult, Verification } from '../../contracts/provider/verify/index.ts';
import { proseOf, readXml } from '../markup-reader.ts';
import { hostileTexts } from '../sample-report.ts';
import { oneLine } from '../text.ts';
import { reporters } from './index.ts';

function sample(changes: Partial<InteractionResult> = {}): InteractionResult {
  return {
    consumer: 'frontend',
    description: 'the project',
    kind: 'http',
    states: [{ name: 'a task', params: { linked: false } }],
    status: 'verified',
    duration: 12.4,
    mismatches: [],
    reason: null,
    command: "npx rehearse contracts verify --interaction 'the project'",
    ...changes,
  };
}

function verificationOf(interactions: InteractionResult[], changes: Partial<Verification> = {}): Verification {
  const having = (status: string) => interactions.filter((one) => one.status === status).length;
  return {
    format: 1,
    tool: 'dress-rehearsal',
    version: '0.1.0',
    provider: 'session-api',
    url: 'http://127.0.0.1:8787',
    duration: 1234,
    totals: { verified: having('verified'), failed: having('failed'), pending: having('pending') },
    interactions,
    ...changes,
  };
}

const mismatches = [
  { path: '$.results[0].status', expected: '"stored"', actual: '"kept"', message: 'Expected another.' },
];
const verification = verificationOf([
  sample(),
  sample({ states: [{ name: 'a project', params: {} }] }),
  sample({ description: 'a batch', consumer: 'vm-agent', status: 'failed', mismatches, command: 'the command' }),
  sample({ description: 'a frame', kind: 'async', status: 'failed', reason: 'The socket was refused.' }),
  sample({ description: 'a wish', status: 'pending', mismatches }),
]);

/** As the text reads once its own escaping is undone. */
function readable(name: string, text: string): string {
  if (name === 'junit') {
    const { texts, elements } = readXml(text);
    return [...texts, ...elements.flatMap((element) => [...element.attributes.values()])].join('\n');
  }
  return name === 'json' ? text.replaceAll('\\"', '"') : text;
}

function hostile(text: string): Verification {
  const strange = {
    consumer: text,
    description: text,
    states: [{ name: text, params: { [text]: text } }],
    mismatches: [{ path: text, expected: text, actual: text, message: text }],
    command: text,
  };
  return verificationOf(
    [
      sample({ ...strange, status: 'failed' }),
      sample({ ...strange, status: 'failed', reason: text, mismatches: [] }),
      sample({ ...strange, status: 'pending' }),
      sample({ consumer: text, description: text }),
    ],
    { provider: text, url: text },
  );
}

describe.each(Object.entries(reporters))('The %s reporter of verifications', (name, { render }) => {
  test('tells of a failure where it is, what was expected and what came, and how to verify it again', () => {
    const text = readable(name, render(verification, {}));
    for (const part of ['a batch', '$.results[0].status', '"stored"', '"kept"', 'Expected another.', 'the command']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('The socket was refused.');
    expect(text).toContain('a wish');
  });

  test('tells nothing of the kind where all is verified', () => {
    const text = render(verificationOf([sample()]), {});
    expect(text).not.toMatch(/FAILED|<failure|<details|PENDING|"failed"(?!: 0)/);
  });

  test.each(hostileTexts)('lets nothing through that could steer a reader: %j', (text) => {
    const rendered = render(hostile(text), {});
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there.
    expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(rendered).not.toMatch(/^\s*::/m);
    expect(rendered.isWellFormed()).toBe(true);
  });
});

describe('The numbers of a verification agree', () => {
  test('in JSON, which is the verification itself', () => {
    expect(JSON.parse(reporters.json.render(verification, {}))).toEqual(verification);
  });

  test('in JUnit, whose attributes count the elements below them', () => {
    const { elements } = readXml(reporters.junit.render(verification, {}));
    const having = (tag: string) => elements.filter((element) => element.name === tag);
    for (const [attribute, tag] of Object.entries({ tests: 'testcase', failures: 'failure', skipped: 'skipped' })) {
      const sum = having('testsuite').reduce((all, { attributes }) => all + Number(attributes.get(attribute)), 0);
      expect([sum, Number(having('testsuites')[0]?.attributes.get(attribute))]).toEqual(
        Array(2).fill(having(tag).length),
      );
    }
    expect(['testcase', 'failure', 'skipped'].map((tag) => having(tag).length)).toEqual([5, 2, 1]);
  });

  test('on the terminal, in its last lines, after a line for each interaction', () => {
    const text = reporters.terminal.render(verification, { out: 'rehearsal-out' });
    expect(text).toContain(`frontend
  verified  the project (a task)  12 ms
  verified  the project (a project)  12 ms
  FAILED    a frame  12 ms
  PENDING   a wish  12 ms

vm-agent
  FAILED    a batch  12 ms
`);
    expect(text).toContain(`FAILED  vm-agent: a batch

  Given
    a task {"linked":false}

  Found
    $.results[0].status
      expected  "stored"
      actual    "kept"
      Expected another.

  Verify it again
    the command
`);
    expect(text).toMatch(
      /\n2 verified, 2 failed, 1 pending of 5 interactions in 1\.2 s\nprovider session-api at http:\/\/127\.0\.0\.1:8787\nreport in rehearsal-out\n$/,
    );
  });

  test('in Markdown, whose consumers add up to the total', () => {
    const rows = reporters.markdown
      .render(verification, {})
      .split('\n')
      .filter((line) => /^\| (`|\*\*Total)/.test(line));
    const numbers = rows.map((line) => line.split('|').slice(2, -1).map(Number));
    expect(numbers).toEqual([
      [2, 1, 1],
      [0, 1, 0],
      [2, 2, 1],
    ]);
  });
});

describe('Markup about a verification', () => {
  test.each(hostileTexts)('in JUnit is well-formed and gives the text back: %j', (text) => {
    const { elements } = readXml(reporters.junit.render(hostile(text), {}));
    const failures = elements.filter((element) => element.name === 'failure');
    expect(failures.at(1)?.attributes.get('message')).toBe(oneLine(text));
  });

  test.each(hostileTexts)('in Markdown stays in code: %j', (text) => {
    const prose = proseOf(reporters.markdown.render(hostile(text), {}));
    expect(prose).not.toMatch(/<script|@everyone|heading|alert|owned|\[x\]/);
    expect(prose.match(/<details>/g)).toHaveLength(3);
  });
});

test('Colour is on the terminal when it is on, and changes no word', () => {
  const coloured = reporters.terminal.render(verification, { colour: 'on' });
  expect(coloured).toContain('\u001b[31m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is made of them.
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(reporters.terminal.render(verification, {}));
});

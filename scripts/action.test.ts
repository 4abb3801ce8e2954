import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rehearse, temporaryFolder } from '../cli/fake-engine.ts';
import { failedScenario, sampleReport, sampleScenario } from '../reports/sample-report.ts';
import { act, commandOf } from './action.ts';

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: { id?: string; shell: string; run: string; env?: Record<string, string> }[] };
}

const root = fileURLToPath(new URL('../', import.meta.url));
const action: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const inputs = Object.keys(action.inputs);
const variable = (name: string) => `REHEARSE_ACTION_${name.toUpperCase().replaceAll('-', '_')}`;
const defaults = Object.fromEntries(inputs.map((name) => [variable(name), action.inputs[name]?.default ?? '']));

describe('action.yml', () => {
  test('is a composite action whose steps are files of the project, and no inputs stand in its scripts', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps) {
      const [, file = ''] = /"\$GITHUB_ACTION_PATH\/(scripts\/[^"]+)"/.exec(run) ?? [];
      expect([shell, existsSync(join(root, file)) && file !== '', run.includes('${')]).toEqual(['bash', true, false]);
    }
  });

  test('gives every input to its script, and nothing else', () => {
    const env = Object.assign({}, ...action.runs.steps.map((step) => step.env ?? {}));
    expect(env).toEqual(Object.fromEntries(inputs.map((name) => [variable(name), `\${{ inputs.${name} }}`])));
  });

  test('has outputs that its script writes', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'output');
    act({ ...defaults, GITHUB_OUTPUT: file }, folder, () => {
      mkdirSync(join(folder, 'rehearsal-out'));
      writeFileSync(join(folder, 'rehearsal-out/report.json'), JSON.stringify(sampleReport([])));
      return 0;
    });
    const written = [...readFileSync(file, 'utf8').matchAll(/^(\w+)(?==|<<)/gm)].map(([, name]) => name);
    expect(written.sort()).toEqual(Object.keys(action.outputs).sort());
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
    }
    expect(action.runs.steps.filter(({ id }) => id === 'run')).toHaveLength(1);
  });
});

describe('The command of the action', () => {
  test.each(inputs)('has the input %s, and not what is empty', (name) => {
    const { words, env } = commandOf({ [variable(name)]: 'marked' });
    const used = [...words, env.REHEARSE_TOKEN ?? ''];
    expect(used).toContain('marked');
    const empty = commandOf({ [variable(name)]: '' });
    expect([empty.words, empty.env.REHEARSE_TOKEN]).toEqual([['run'], undefined]);
  });

  test('has flags that the command knows', async () => {
    const { stdout: help } = await rehearse('run --help');
    const all = Object.fromEntries(inputs.map((name) => [variable(name), 'x']));
    const flags = commandOf(all).words.filter((word) => /^--\w/.test(word));
    expect(flags.length).toBe(inputs.length - 2);
    for (const flag of flags) expect(help).toContain(`${flag} <`);
  });

  test('gives a flag for each line of a list', async () => {
    const asked = {
      [variable('worker')]: 'wrangler.jsonc',
      [variable('worker-env')]: 'stage',
      [variable('worker-service')]: ' auth/wrangler.toml\n\nmail/wrangler.json\n',
      [variable('adapter-options')]: 'a=1\nb=2',
      [variable('timeout')]: '900',
    };
    const { words } = commandOf({ ...defaults, ...asked });
    expect(words.join(' ')).toContain(
      '--worker-service auth/wrangler.toml --worker-service mail/wrangler.json --adapter-option a=1 --adapter-option b=2',
    );
    const plain = await rehearse(
      words.filter((_, at) => ![words[at], words[at - 1]].includes('--adapter-option')).join(' '),
    );
    expect(plain.asked.run?.[0]).toMatchObject({
      timeout: 900,
      worker: {
        env: 'stage',
        services: [join(plain.cwd, 'auth/wrangler.toml'), join(plain.cwd, 'mail/wrangler.json')],
      },
    });
  });

  test('plays what is asked for, by default all', async () => {
    const asked = { [variable('scenarios')]: ' double-send\n retries/* ', [variable('seed')]: '7' };
    const some = await rehearse(commandOf({ ...defaults, ...asked }).words.join(' '));
    expect(some.asked.run?.[0]).toMatchObject({ select: ['double-send', 'retries/*'], seed: 7 });
    const all = await rehearse(commandOf(defaults).words.join(' '));
    expect([all.code, all.asked.run?.[0].select]).toEqual([0, undefined]);
  });

  test('takes no scenario for a flag, and does not show the token in its words', async () => {
    const { words, env } = commandOf({ [variable('scenarios')]: '--json', [variable('token')]: 'secret' });
    expect((await rehearse(words.join(' '))).stderr).toContain('there is no scenario or family "--json"');
    expect([words.includes('secret'), env.REHEARSE_TOKEN]).toEqual([false, 'secret']);
  });
});

describe('The outputs of the action', () => {
  const outputOf = (code: number, report: string | null) => {
    const folder = temporaryFolder();
    const file = join(folder, 'output');
    writeFileSync(file, '');
    mkdirSync(join(folder, 'o'));
    writeFileSync(join(folder, 'o/report.json'), JSON.stringify(sampleReport([sampleScenario()])));
    const env = { GITHUB_OUTPUT: file, [variable('out')]: 'o' };
    const ended = act(env, folder, () => {
      if (report !== null) writeFileSync(join(folder, 'o/report.json'), report);
      return code;
    });
    return { ended, output: readFileSync(file, 'utf8'), folder };
  };

  test('count what passed, and what failed or stayed inconclusive', () => {
    const scenarios = [sampleScenario(), failedScenario(), sampleScenario({ status: 'inconclusive' })];
    const { ended, output, folder } = outputOf(1, JSON.stringify(sampleReport(scenarios)));
    expect(ended).toBe(1);
    expect(output).toMatch(/^passed=1\nfailed=2\nreport<<([\w-]+)\n.*\n\1\n$/);
    expect(output).toContain(`\n${join(folder, 'o/report.json')}\n`);
  });

  test('are empty where the run could not be made, whatever report was there before', () => {
    expect(outputOf(2, null)).toMatchObject({ ended: 2, output: '' });
  });
});

test('the script of the action passes the exit code and the message of the command on', () => {
  const script = join(root, 'scripts/run-action.ts');
  const env = { ...process.env, ...defaults, [variable('seed')]: 'seven', GITHUB_OUTPUT: '' };
  const { status, stderr } = spawnSync(process.execPath, [script], { env, cwd: temporaryFolder(), encoding: 'utf8' });
  expect([status, stderr]).toEqual([
    2,
    'Failed to run: --seed is no whole number in range: "seven". Give one from 0 to 9007199254740991.\n',
  ]);
});

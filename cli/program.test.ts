import { describe, expect, test } from 'vitest';
import { CannotRun } from '../scenarios/play/run-types.ts';
import { rehearse } from './fake-engine.ts';

describe('The command', () => {
  test.each(['run', 'list', 'replay', 'mutants', 'serve', 'baseline', 'baseline write', 'report', 'report merge'])(
    'has help with an example for %s',
    async (verb) => {
      const { code, stdout, stderr, asked } = await rehearse(`${verb} --help`);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`Examples?:\n  rehearse ${verb}`));
      expect(asked).toEqual({});
    },
  );

  test('prints its version', async () => {
    expect((await rehearse('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('shows its help on stderr and ends with 2 when it is given nothing to do', async () => {
    const { code, stdout, stderr } = await rehearse('');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: rehearse');
  });

  test.each([
    ['rnu', "unknown command 'rnu'. Did you mean run?"],
    ['run --sed 1', "unknown option '--sed'. Did you mean --seed?"],
    ['run --wholly-unknown', "unknown option '--wholly-unknown'. See rehearse run --help."],
    ['report merge', "missing required argument 'report.json'. See rehearse report merge --help."],
    ['--wholly-unknown', "unknown option '--wholly-unknown'. See rehearse --help."],
    ['run --seed', "option '--seed <number>' argument missing. See rehearse run --help."],
    ['replay', "missing required argument 'trace'. See rehearse replay --help."],
  ])('refuses "%s" in one line', async (line, reason) => {
    const { code, stdout, stderr, asked } = await rehearse(line);
    expect([code, stdout, stderr]).toEqual([2, '', `Failed to read the command: ${reason}\n`]);
    expect(asked).toEqual({});
  });

  test('tells a fault of its own as one, with the stack', async () => {
    const catalogue = async () => {
      throw new TypeError('x is undefined');
    };
    const { code, stderr } = await rehearse('list', { engine: { catalogue } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Failed to go on: x is undefined\. This is a fault of rehearse; .*\nTypeError: x is/);
  });

  test('calls an interruption one, whatever was thrown because of it', async () => {
    const catalogue = async () => {
      throw new DOMException('This operation was aborted', 'AbortError');
    };
    const { code, stderr } = await rehearse('list', { engine: { catalogue }, signal: AbortSignal.abort() });
    expect([code, stderr]).toEqual([2, 'Failed to finish: it was interrupted. Start it again.\n']);
  });

  test('passes on what the engine cannot do', async () => {
    const catalogue = async () => {
      throw new CannotRun('Failed to list: a scenario is broken. Correct it.');
    };
    const { code, stderr } = await rehearse('list', { engine: { catalogue } });
    expect([code, stderr]).toEqual([2, 'Failed to list: a scenario is broken. Correct it.\n']);
  });
});

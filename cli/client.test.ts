import { describe, expect, test } from 'vitest';
import { rehearse } from './fake-engine.ts';

/** What cannot be run is said before anything is started; how a client is judged is tested in scenarios/client.test.ts. */
describe('rehearse client', () => {
  test.each([
    ['client --role vm-agent', "required option '--command <command>' not specified. See rehearse client --help."],
    ['client --command node', "required option '--role <role>' not specified. See rehearse client --help."],
    ['client --command node --role vm-agnt', '--role is unknown: "vm-agnt". Did you mean "vm-agent"?'],
    [
      'client --command node --role daemon --timeout 0',
      '--timeout is no whole number in range: "0". Give one from 1 to 3600.',
    ],
    [
      'client --command node --role daemon --time-scale 0.5',
      '--time-scale is no whole number in range: "0.5". Give one from 1 to 100.',
    ],
    [
      'client --command node --role daemon --lanes x',
      '--lanes is no whole number in range: "x". Give one from 1 to 64.',
    ],
    ['client --command node --role daemon --reporter nose', '--reporter is unknown: "nose".'],
    [
      'client --command node --role daemon --only heartbeat,nothing',
      'there is no scenario "nothing" for a daemon. There are: daemon/',
    ],
    ['client --command "node --role daemon', 'Failed to read the command of the client: a " is not closed.'],
  ])('%s cannot run, and says why in one line', async (line, reason) => {
    const { code, stderr, stdout } = await rehearse(line);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(reason)]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('--help names the environment and an example', async () => {
    const { code, stdout } = await rehearse('client --help');
    expect(code).toBe(0);
    expect(stdout).toContain('REHEARSE_TASK');
    expect(stdout).toContain('rehearse client --role vm-agent --command "node my-agent.mjs"');
  });
});

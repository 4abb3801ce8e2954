import { describe, expect, test } from 'vitest';
import { fakeEngine, rehearse } from './fake-engine.ts';

const ended = { closed: Promise.resolve() };
const serving = { url: 'http://127.0.0.1:4000', adminToken: 'a', userToken: 'b', projectId: 'p' };
const statesUrl = 'http://127.0.0.1:4001/states';

describe('rehearse serve --states', () => {
  test('asks for states, at a port if one is given, and not otherwise', async () => {
    const asked = async (line: string) => {
      const interrupt = new AbortController();
      const serve = (options: Parameters<ReturnType<typeof fakeEngine>['engine']['serve']>[0]) => {
        queueMicrotask(() => interrupt.abort());
        return fakeEngine().engine.serve(options);
      };
      return (await rehearse(line, { signal: interrupt.signal, engine: { serve } })).asked.serve?.[0].states;
    };
    expect(await asked('serve')).toBeUndefined();
    expect(await asked('serve --states')).toEqual({});
    expect(await asked('serve --states --states-port 4001')).toEqual({ port: 4001 });
  });

  test('says where they are asked for, also as JSON', async () => {
    const engine = { serve: async () => ({ ...serving, ...ended, statesUrl }) };
    expect((await rehearse('serve --states', { engine })).stdout).toContain(
      `Provider states are asked for at ${statesUrl}\n`,
    );
    expect(JSON.parse((await rehearse('serve --states --json', { engine })).stdout)).toEqual({ ...serving, statesUrl });
    const without = { serve: async () => ({ ...serving, ...ended }) };
    expect((await rehearse('serve', { engine: without })).stdout).not.toContain('states');
    expect(JSON.parse((await rehearse('serve --json', { engine: without })).stdout)).toEqual(serving);
  });

  test('refuses a port that is none, and one for nothing', async () => {
    const wrong = await rehearse('serve --states --states-port x');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--states-port is no whole number')]);
    const alone = await rehearse('serve --states-port 4001');
    expect([alone.code, alone.stderr]).toEqual([
      2,
      'Failed to serve: --states-port is of no use without --states. Give both, or neither.\n',
    ]);
  });
});

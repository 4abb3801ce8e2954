import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CannotRun } from '../../../scenarios/play/run-types.ts';
import { type ServeOptions, serve } from '../../../scenarios/play/serve.ts';

/** Serves until the test is over. */
async function served(options: Omit<ServeOptions, 'signal'>) {
  const end = new AbortController();
  const serving = await serve({ ...options, signal: end.signal });
  onTestFinished(async () => {
    end.abort();
    await serving.closed;
  });
  return serving;
}

const setup = async (url: string) =>
  (await fetch(url, { method: 'POST', body: JSON.stringify({ state: 'a project', action: 'setup' }) })).status;

describe('serving with states', () => {
  test('brings them about on the API that is served', async () => {
    const { url, statesUrl = '', projectId, userToken } = await served({ states: {} });
    expect(await setup(statesUrl)).toBe(200);
    const headers = { authorization: `Bearer ${userToken}` };
    expect((await fetch(`${url}/v1/projects/${projectId}/tasks`, { headers })).status).toBe(200);
  });

  test('is not what happens by itself', async () => {
    const { statesUrl } = await served({});
    expect(statesUrl).toBeUndefined();
  });

  test('needs provisioning, and a port that is free', async () => {
    const signal = new AbortController().signal;
    const without = serve({ states: {}, provisioning: false, signal });
    await expect(without).rejects.toThrow(CannotRun);
    await expect(without).rejects.toThrow('Leave out --no-provisioning or --states.');
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    await expect(serve({ states: { port }, signal })).rejects.toThrow('Give another --port or --states-port.');
    await expect(serve({ states: {}, port, signal })).rejects.toThrow('Give another --port or --states-port.');
  });
});

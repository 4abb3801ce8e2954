/** A provider and pacts for tests with the small broker, and Pact's own verifier between them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type NativeReport, runNative } from '../../verify/native.ts';
import { type Broker, startBroker } from './broker.testing.ts';

/** A broker that is stopped after the test. */
export async function brokerOfTest(...options: Parameters<typeof startBroker>): Promise<Broker> {
  const broker = await startBroker(...options);
  onTestFinished(() => broker.stop());
  return broker;
}

/** A folder with one pact for each consumer, with one interaction: a GET of the path, answered with 200. Gone after the test. */
export function pactsOfTest(paths: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pacts [of test] '));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writePacts(folder, paths);
  return folder;
}

/** Writes such pacts into a folder, over those that are there. */
export function writePacts(folder: string, paths: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [consumer, path] of Object.entries(paths)) {
    const pact = {
      consumer: { name: consumer },
      provider: { name: 'session-api' },
      interactions: [
        {
          type: 'Synchronous/HTTP',
          description: `a request of ${path}`,
          request: { method: 'GET', path },
          response: { status: 200 },
        },
      ],
      metadata: { pactSpecification: { version: '4.0' } },
    };
    writeFileSync(join(folder, `${consumer}.json`), JSON.stringify(pact));
  }
}

/** Verifies what the broker chooses with Pact's verifier, against a provider that answers 200 to `/right` and 500 to all else. */
export async function verifyFrom(broker: Broker, options: Readonly<Record<string, unknown>>): Promise<NativeReport> {
  const provider = createServer((request, response) => {
    response.writeHead(request.url === '/right' ? 200 : 500).end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const address = provider.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    return await runNative(
      {
        provider: 'session-api',
        providerBaseUrl: `http://127.0.0.1:${port}`,
        pactBrokerUrl: broker.url,
        // Left out, the verifier would not ask a broker at all.
        consumerVersionSelectors: [],
        logLevel: 'error',
        ...options,
      },
      { signal: new AbortController().signal, conceal: (text) => text },
    );
  } finally {
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  }
}

import type { Command } from 'commander';
import type { Serving } from '../scenarios/play/serve.ts';
import { type Door, type ExitCode, Failure } from './io.ts';
import { readNumber } from './settings.ts';
import { asJson } from './table.ts';

interface ServeFlags {
  port?: string;
  host?: string;
  provisioning: boolean;
  states?: true;
  statesPort?: string;
  json?: true;
}

/** `rehearse serve`: the embedded control plane on a port, to try clients on. */
export function addServe(program: Command, door: Door): void {
  program
    .command('serve')
    .description('Serve the embedded control plane until Ctrl-C')
    .option('--port <number>', 'port to listen on (default: a free one)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--no-provisioning', 'offer no operations that make projects and tokens')
    .option('--states', 'bring about the provider states of the pacts too, for their verification')
    .option('--states-port <number>', 'port at which states are asked for (default: a free one)')
    .option('--json', 'print URLs, project and tokens as JSON')
    .addHelpText(
      'after',
      `
Examples:
  rehearse serve
  rehearse serve --port 8787
  rehearse serve --states --port 8787 --states-port 8788

Verify the pacts against it, from another terminal:
  rehearse contracts verify --provider-url http://127.0.0.1:8787 --states-url http://127.0.0.1:8788/states`,
    )
    .action(async (flags: ServeFlags) => door.exit(await serve(door, flags)));
}

async function serve({ engine, io }: Door, flags: ServeFlags): Promise<ExitCode> {
  const port = flags.port === undefined ? undefined : readNumber('serve', '--port', flags.port, 0, 65_535);
  const { host, provisioning } = flags;
  const states = statesOf(flags);
  const serving = await engine.serve({ port, host, provisioning, ...(states ? { states } : {}), signal: io.signal });
  const { url, statesUrl, projectId, userToken, adminToken } = serving;
  io.stdout.write(flags.json ? asJson({ url, statesUrl, projectId, userToken, adminToken }) : introduction(serving));
  await serving.closed;
  if (io.signal.aborted) return 0;
  throw new Failure('serve', 'the control plane ended by itself', 'Start it again.');
}

function statesOf({ states, statesPort }: ServeFlags): { port?: number } | undefined {
  if (statesPort === undefined) return states && {};
  if (!states) throw new Failure('serve', '--states-port is of no use without --states', 'Give both, or neither.');
  return { port: readNumber('serve', '--states-port', statesPort, 0, 65_535) };
}

function introduction({ url, statesUrl, projectId, userToken, adminToken }: Serving): string {
  const states = statesUrl === undefined ? '' : `\nProvider states are asked for at ${statesUrl}`;
  return `Serving the embedded control plane on ${url}${states}
Ctrl-C ends it; nothing is kept.

  project              ${projectId}
  user token           ${userToken}
  administrator token  ${adminToken}

Try it:
  curl -H 'Authorization: Bearer ${userToken}' ${url}/v1/projects/${projectId}/sessions
`;
}

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type BrokerAccess, scrub } from './access.ts';

interface CliOptions extends BrokerAccess {
  /** Why it is run, for the error: `publish the pacts`. */
  what: string;
  /** Environment of the caller: what the tool needs to reach a broker is taken from it. Default: that of the process. */
  env?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

/** How the tool ended. Its words hold no secret. */
interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * What the tool may see of the environment: what a process needs to run, proxies, and certificates. Its own switches stay
 * outside, because one of them (PACT_BROKER_CAN_I_DEPLOY_DRY_RUN) lets every deployment pass.
 */
const passed =
  /^(path|home|userprofile|systemroot|tmpdir|temp|tmp|lang|https?_proxy|all_proxy|no_proxy|ssl_[a-z_]+|pact_broker_http_retries)$/i;

/** Seconds of trying again double from 0.5; eight times, as is usual for the tool, would be two minutes. */
const retries = '3';

/**
 * Runs `pact broker` with these arguments. The credentials go by its environment, never by its arguments.
 *
 * @throws Error where the tool is not installed or cannot be started
 */
export async function runPactBroker(args: readonly string[], options: CliOptions): Promise<CliEnd> {
  const { what, brokerUrl, credentials, env = process.env, signal } = options;
  const child = spawn(locatePact(what), ['broker', ...args], {
    env: {
      PACT_BROKER_HTTP_RETRIES: retries,
      ...Object.fromEntries(Object.entries(env).filter(([name]) => passed.test(name))),
      PACT_DO_NOT_TRACK: 'true',
      PACT_BROKER_BASE_URL: brokerUrl,
      ...credentialVariables(credentials),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, stdout: scrub(stdout, credentials), stderr: scrub(stderr, credentials) };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Failed to ${what}: the tool of Pact did not start (${reason}). Run npm install again.`);
  }
}

/**
 * Why the broker could not be asked or refused, in the words of the tool's output, and what to do about it.
 *
 * @returns `{ reason, advice }`, one line together
 */
export function failureOf({ stdout, stderr }: CliEnd, brokerUrl: string): { reason: string; advice: string } {
  const said = saidIn(stdout) || saidIn(stderr) || 'the tool of Pact did not say why';
  if (/\b401\b.*unauthori[sz]ed/i.test(said)) {
    return {
      reason: `the broker ${brokerUrl} does not accept the credentials (401)`,
      advice: 'Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.',
    };
  }
  if (/\b403\b.*forbidden/i.test(said)) {
    return {
      reason: `the broker ${brokerUrl} does not let these credentials do that (403)`,
      advice: 'Give others with PACT_BROKER_TOKEN.',
    };
  }
  if (/error sending request/i.test(said)) {
    return {
      reason: `no broker answers on ${brokerUrl}`,
      advice: 'Check --broker-url, and whether the broker is up.',
    };
  }
  // Its panic is what it says to JSON that is no broker's.
  if (/valid HAL response|panicked at/i.test(said)) {
    return { reason: `${brokerUrl} does not answer as a Pact Broker does`, advice: 'Check --broker-url.' };
  }
  if (/\b409\b.*conflict|cannot change the content/i.test(said)) {
    return {
      reason: `the broker has another pact of that version (409): ${said}`,
      advice: 'Publish under another --version.',
    };
  }
  if (!stdout.includes('❌')) return { reason: `the tool of Pact: ${said}`, advice: 'Check what was given to it.' };
  return { reason: `the broker ${brokerUrl} refused: ${said}`, advice: 'See the log of the broker.' };
}

/** The first fault that the tool marks as such, in one line: the marks and what is told twice are left out. */
function saidIn(output: string): string {
  const from = output.indexOf('❌');
  const marked = from < 0 ? output : output.slice(from + 1);
  const [first = ''] = marked.split(/❌|\n\s*\nDetails:/, 1);
  const line = first
    .replace(/ URL: '[^']*'/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.+$/, '');
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}

function credentialVariables({ token, username, password }: BrokerAccess['credentials']): Record<string, string> {
  if (token !== undefined) return { PACT_BROKER_TOKEN: token };
  return {
    ...(username !== undefined && { PACT_BROKER_USERNAME: username }),
    ...(password !== undefined && { PACT_BROKER_PASSWORD: password }),
  };
}

/** The binary is in a package of its own for each system, below that of the tool; the tool's own wrapper adds nothing to it. */
function locatePact(what: string): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const require = createRequire(import.meta.url);
    const tool = require.resolve('@pact-foundation/pact-cli/package.json');
    const own = createRequire(tool).resolve(`@pact-foundation/pact-cli-${system}-${process.arch}/package.json`);
    return join(dirname(own), 'standalone', process.platform === 'win32' ? 'pact.exe' : 'pact');
  } catch {
    throw new Error(
      `Failed to ${what}: @pact-foundation/pact-cli is not installed for ${system}-${process.arch}. Run npm install.`,
    );
  }
}

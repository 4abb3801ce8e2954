import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { CannotVerify } from './cannot-verify.ts';

const nativeMismatch = z.looseObject({
  type: z.string(),
  path: z.string().optional(),
  key: z.string().optional(),
  expected: z.unknown(),
  actual: z.unknown(),
  mismatch: z.string().optional(),
});
export type NativeMismatch = z.infer<typeof nativeMismatch>;

const nativeResult = z.looseObject({
  consumer: z.string(),
  description: z.string(),
  providerStates: z.array(z.string()),
  pending: z.boolean(),
  result: z.string(),
  duration: z.string().optional(),
  mismatch: z
    .union([
      z.looseObject({ type: z.literal('mismatches'), mismatches: z.array(nativeMismatch) }),
      z.looseObject({ type: z.literal('error'), message: z.string() }),
    ])
    .optional(),
});
/** What Pact's verifier says about one interaction. */
export type NativeResult = z.infer<typeof nativeResult>;

const nativeReport = z.looseObject({
  result: z.boolean(),
  interactionResults: z.array(nativeResult),
  errors: z.array(z.looseObject({ interaction: z.string(), mismatch: z.unknown() })).default([]),
});
export type NativeReport = z.infer<typeof nativeReport>;

/** Variables that a process may need to run at all. Those of proxies, brokers and filters of Pact are not among them. */
const needed = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

export interface NativeRun {
  signal: AbortSignal;
  /** Takes out of a text what nobody may read. */
  conceal(text: string): string;
  /** File of the program. Default: the one that runs Pact's verifier. */
  program?: string;
}

const nativeVerifier = join(import.meta.dirname, 'native-verifier.mjs');

/**
 * Runs Pact's verifier in a process of its own.
 *
 * @param options Those of `verifyPacts`.
 * @throws CannotVerify where it ended without a result
 */
export async function runNative(
  options: Readonly<Record<string, unknown>>,
  { signal, conceal, program = nativeVerifier }: NativeRun,
): Promise<NativeReport> {
  const inherited = Object.entries(process.env).filter(([name]) => needed.includes(name.toUpperCase()));
  const child = fork(program, {
    execArgv: [],
    env: { ...Object.fromEntries(inherited), PACT_DO_NOT_TRACK: 'true' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stop = () => child.kill('SIGKILL');
  let said = '';
  let answer: unknown;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  // Results that the broker did not take: Pact says so here and nowhere else, and goes on as if they were published.
  let unpublished: string | undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    unpublished ??= /Publishing of verification results failed[^\n]*/.exec(text)?.[0];
  });
  child.on('message', (text) => {
    answer = text;
  });
  try {
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, by) => resolve(by === null ? `it ended with code ${code}` : `it was ended by ${by}`));
    });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    else child.send({ ...options }, () => {});
    const how = await ended;
    signal.throwIfAborted();
    if (unpublished !== undefined) {
      throw new CannotVerify(
        `the broker did not take the results (${conceal(unpublished)})`,
        'See its log, and verify again.',
      );
    }
    return reportOf(answer, `${how} ${lastLine(said)}`.trim(), conceal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function reportOf(answer: unknown, how: string, conceal: NativeRun['conceal']): NativeReport {
  const advice = 'Verify again; if it happens again, report it with the pacts.';
  if (typeof answer !== 'string') throw new CannotVerify(`Pact's verifier gave no result: ${conceal(how)}`, advice);
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch {
    throw new CannotVerify(`Pact's verifier could not run: ${conceal(answer)}`, advice);
  }
  const report = nativeReport.safeParse(json);
  if (report.success) return report.data;
  throw new CannotVerify("Pact's verifier gave a result that cannot be read", advice);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

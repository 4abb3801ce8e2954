import { fakeEngine, temporaryFolder } from '../fake-engine.ts';
import type { ExitCode } from '../io.ts';
import { createProgram } from '../program.ts';

interface Ended {
  code: ExitCode;
  stdout: string;
  /** Without the end of its last line. */
  stderr: string;
}

/** Runs `rehearse contracts …`, in a folder of its own; a broker is asked once, and not again. */
export async function contracts(
  words: readonly string[],
  { env = {}, signal = new AbortController().signal }: { env?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const program = createProgram(fakeEngine().engine, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { PACT_BROKER_HTTP_RETRIES: '0', ...env },
    cwd: temporaryFolder(),
    signal,
  });
  const code = await program.run(['contracts', ...words]);
  return { code, stdout, stderr: stderr.trimEnd() };
}

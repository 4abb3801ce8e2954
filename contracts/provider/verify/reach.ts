import { reasonOf } from './cannot-verify.ts';

/** Milliseconds until a provider that says nothing is taken for gone. */
const patience = 10_000;

/** null where something answers HTTP at the URL, whatever it answers; else why not. */
export async function answers(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const answer = await fetch(url, { redirect: 'manual', signal: limited });
    await answer.body?.cancel();
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return reasonOf(error);
  }
}

/** The verification could not be made or finished, so nothing is known about the provider. One line. */
export class CannotVerify extends Error {
  /** `Failed to verify: {reason}. {advice}` */
  constructor(reason: string, advice: string) {
    const line = `${reason.replace(/\.$/, '')}. ${advice}`.replace(/\s*\n\s*/g, ' ');
    super(`Failed to verify: ${line}`);
    this.name = 'CannotVerify';
  }
}

/** Why a connection could not be made or broke, in a word: `ECONNREFUSED`, or what the error says. */
export function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError') return 'no answer in time';
    if (at.cause === undefined) return at.message;
  }
  return String(error);
}

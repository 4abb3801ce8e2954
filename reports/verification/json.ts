import type { VerificationReporter } from './reporter.ts';

/** `verification.json`: the verification itself, for programs. */
export const json: VerificationReporter = {
  file: 'verification.json',
  render: (verification) => `${JSON.stringify(verification, null, 2)}\n`,
};

import type { Verification } from '../../contracts/provider/verify/index.ts';
import type { ReportContext } from '../reporter.ts';

/** What a reporter may know beyond the verification. */
export type VerificationContext = Pick<ReportContext, 'out' | 'colour'>;

/** Makes one text of a whole verification. It reads nothing but that. */
export interface VerificationReporter {
  /** Name of its file in the report's folder; null: it is for reading on stdout. */
  file: string | null;
  render(verification: Verification, context: VerificationContext): string;
}

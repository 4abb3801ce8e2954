import type { RunReport } from '../contracts/trace/index.ts';
import { isFailure } from './account.ts';
import { markdown } from './markdown.ts';
import type { ReportContext } from './reporter.ts';
import { codeSpan } from './text.ts';

/** Bytes that GitHub takes of one step. A longer summary is refused whole. */
const most = 1024 * 1024;

/** The Markdown summary, told more shortly where GitHub would refuse it. */
export function stepSummary(report: RunReport, context: ReportContext): string {
  const whole = markdown.render(report, context);
  if (fits(whole)) return whole;
  const short = markdown.render(withoutStories(report), context);
  if (fits(short)) return `${short}\n${note(context)}`;
  const { passed, failed, inconclusive } = report.totals;
  const verdict = report.complete ? '' : ', not finished';
  return `## Dress rehearsal: ${passed} passed, ${failed} failed, ${inconclusive} inconclusive${verdict}\n\n${note(context)}`;
}

function fits(text: string): boolean {
  // A line break follows it.
  return Buffer.byteLength(text) < most - 1024;
}

function withoutStories(report: RunReport): RunReport {
  const scenarios = report.scenarios.map((scenario) => (isFailure(scenario) ? { ...scenario, story: [] } : scenario));
  return { ...report, scenarios, coverage: undefined };
}

function note({ out }: ReportContext): string {
  const place = out === undefined ? '' : ` of ${codeSpan(out)}`;
  return `The whole summary is too long for GitHub: see the report${place}.\n`;
}

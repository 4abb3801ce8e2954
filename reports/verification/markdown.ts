import type { InteractionResult, Verification } from '../../contracts/provider/verify/index.ts';
import { codeBlock, codeSpan, escapeXml, oneLine } from '../text.ts';
import {
  accountOfInteraction,
  byConsumer,
  interactionHeadline,
  interactionLines,
  nameOf,
  totalsLine,
} from './account.ts';
import type { VerificationReporter } from './reporter.ts';

/**
 * The summary of a pull request. What comes from a pact or a provider stands in code, where nothing is markup and
 * nobody is mentioned by accident.
 */
export const markdown: VerificationReporter = {
  file: 'verification.md',
  render(verification) {
    const { totals, provider, url } = verification;
    const having = (status: InteractionResult['status']) =>
      verification.interactions.filter((one) => one.status === status);
    return `${[
      [`## Contract verification: ${totals.failed > 0 ? 'failed' : 'verified'}`],
      [`Provider ${codeSpan(provider)} at ${codeSpan(url)} · ${totalsLine(verification)}`],
      table(verification),
      accounts('Failures', having('failed'), verification),
      accounts('Pending', having('pending'), verification),
    ]
      .filter((section) => section.length > 0)
      .map((section) => section.join('\n').trimEnd())
      .join('\n\n')}\n`;
  },
};

const columns = ['verified', 'failed', 'pending'] as const;

function table(verification: Verification): string[] {
  const row = (name: string, cells: readonly number[]) => `| ${name} | ${cells.join(' | ')} |`;
  return [
    '| Consumer | Verified | Failed | Pending |',
    '| :-- | --: | --: | --: |',
    ...byConsumer(verification).map(([consumer, interactions]) =>
      row(
        codeSpan(consumer),
        columns.map((status) => interactions.filter((one) => one.status === status).length),
      ),
    ),
    row(
      '**Total**',
      columns.map((status) => verification.totals[status]),
    ),
  ];
}

function accounts(heading: string, interactions: readonly InteractionResult[], verification: Verification): string[] {
  if (interactions.length === 0) return [];
  return [`### ${heading}`, '', ...interactions.flatMap((one) => details(one, verification))];
}

function details(one: InteractionResult, verification: Verification): string[] {
  const name = `${one.consumer}: ${nameOf(one, verification)}`;
  const summary = `<code>${html(name)}</code>: <code>${html(interactionHeadline(one))}</code>`;
  const block = codeBlock(interactionLines(accountOfInteraction(one)), 'text');
  return [`<details><summary>${summary}</summary>`, '', block, '', '</details>', ''];
}

/** On one line, so that no blank line ends the HTML block and lets Markdown in again. */
function html(text: string): string {
  return escapeXml(oneLine(text));
}

import type { InteractionResult, Verification } from '../../contracts/provider/verify/index.ts';
import { escapeXml, xmlAttributes, xmlSeconds } from '../text.ts';
import { accountOfInteraction, byConsumer, interactionHeadline, interactionLines, nameOf } from './account.ts';
import type { VerificationReporter } from './reporter.ts';

/**
 * JUnit XML as GitLab and Jenkins read it: a suite per consumer, a case per interaction. An interaction that could not
 * be compared is a `failure` too; a pending one is `skipped`, because neither of them knows anything nearer.
 */
export const junit: VerificationReporter = {
  file: 'verification.xml',
  render(verification) {
    const all = { name: 'dress-rehearsal contracts', ...counts(verification.interactions) };
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${xmlAttributes(all)}>`,
      ...byConsumer(verification).flatMap(([consumer, interactions]) => suite(consumer, interactions, verification)),
      '</testsuites>',
      '',
    ].join('\n');
  },
};

function counts(interactions: readonly InteractionResult[]): Record<string, string | number> {
  return {
    tests: interactions.length,
    failures: interactions.filter(({ status }) => status === 'failed').length,
    errors: 0,
    skipped: interactions.filter(({ status }) => status === 'pending').length,
    time: xmlSeconds(interactions.reduce((sum, { duration }) => sum + duration, 0)),
  };
}

function suite(consumer: string, interactions: readonly InteractionResult[], verification: Verification): string[] {
  const { provider, url, version } = verification;
  return [
    `  <testsuite${xmlAttributes({ name: consumer, ...counts(interactions) })}>`,
    '    <properties>',
    ...Object.entries({ provider, url, version }).map(
      ([name, value]) => `      <property${xmlAttributes({ name, value })}/>`,
    ),
    '    </properties>',
    ...interactions.flatMap((one) => testCase(one, verification)),
    '  </testsuite>',
  ];
}

function testCase(one: InteractionResult, verification: Verification): string[] {
  const name = nameOf(one, verification);
  const start = `    <testcase${xmlAttributes({ classname: one.consumer, name, time: xmlSeconds(one.duration) })}`;
  const message = interactionHeadline(one);
  if (one.status === 'verified') return [`${start}/>`];
  const text = escapeXml(interactionLines(accountOfInteraction(one)).join('\n'));
  const content =
    one.status === 'failed'
      ? `<failure${xmlAttributes({ message, type: one.reason === null ? 'mismatch' : 'not compared' })}>${text}</failure>`
      : `<skipped${xmlAttributes({ message: `Pending: ${message}` })}/>`;
  return [`${start}>`, `      ${content}`, '    </testcase>'];
}

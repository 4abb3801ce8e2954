import pc from 'picocolors';
import type { InteractionResult, Verification } from '../../contracts/provider/verify/index.ts';
import { oneLine } from '../text.ts';
import { accountOfInteraction, byConsumer, nameOf, totalsLine } from './account.ts';
import type { VerificationContext, VerificationReporter } from './reporter.ts';

type Colours = ReturnType<typeof pc.createColors>;

/** For people: a line per interaction, an account of every one that did not hold, the totals last, where the eye is. */
export const terminal: VerificationReporter = {
  file: null,
  render(verification, context) {
    const colours = pc.createColors(context.colour === 'on');
    const broken = verification.interactions.filter(({ status }) => status !== 'verified');
    const sections = [
      ...byConsumer(verification).map(([consumer, interactions]) => [
        colours.bold(oneLine(consumer)),
        ...interactions.map((one) => line(one, verification, colours)),
      ]),
      ...broken.map((one) => account(one, verification, colours)),
      summary(verification, context, colours),
    ];
    return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  },
};

function paint(status: InteractionResult['status'], text: string, colours: Colours): string {
  if (status === 'failed') return colours.red(text);
  return status === 'verified' ? colours.green(text) : colours.yellow(text);
}

function label(status: InteractionResult['status'], colours: Colours): string {
  return paint(status, status === 'verified' ? status : status.toUpperCase(), colours);
}

function line(one: InteractionResult, verification: Verification, colours: Colours): string {
  const space = ' '.repeat('verified'.length - one.status.length);
  return `  ${label(one.status, colours)}${space}  ${nameOf(one, verification)}  ${colours.dim(`${Math.round(one.duration)} ms`)}`;
}

function account(one: InteractionResult, verification: Verification, colours: Colours): string[] {
  const { given, found, command } = accountOfInteraction(one);
  const name = `${oneLine(one.consumer)}: ${nameOf(one, verification)}`;
  const lines = [`${label(one.status, colours)}  ${colours.bold(name)}`];
  const part = (title: string, content: readonly string[]) => {
    if (content.length > 0) lines.push('', `  ${colours.bold(title)}`, ...content.map((text) => `    ${text}`));
  };
  part('Given', given);
  part(
    'Found',
    found.map((text) => paint(one.status, text, colours)),
  );
  part('Verify it again', [colours.cyan(command)]);
  return lines;
}

function summary(verification: Verification, { out }: VerificationContext, colours: Colours): string[] {
  const { totals, provider, url } = verification;
  const status = totals.failed > 0 ? 'failed' : totals.pending > 0 ? 'pending' : 'verified';
  return [
    paint(status, totalsLine(verification), colours),
    colours.dim(`provider ${oneLine(provider)} at ${oneLine(url)}`),
    ...(out === undefined ? [] : [colours.dim(`report in ${oneLine(out)}`)]),
  ];
}

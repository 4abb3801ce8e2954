import { insideKinds } from '../../../contracts/trace/index.ts';
import { problems } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { said, text } from '../reading.ts';

/** A failure of the target has a name, and a reason. */
export const noUnknown5xx = check({
  id: 'no-unknown-5xx',
  level: 'MUST',
  requirements: [],
  sentence:
    'Every 5xx of the target is a problem with a registered code, and an internal error only where something broke inside.',
  start() {
    const found = new Findings();
    let isBroken = false;
    return {
      on(event, exchange) {
        if (event.kind === 'fault' && insideKinds.has(event.fault)) isBroken = true;
        const answer = said(event, exchange);
        if (!answer) return;
        found.judged += 1;
        if (answer.status < 500) return;
        const { exchange: request, status, body } = answer;
        const code = text(body.code) ?? '';
        const registered = code in problems ? problems[code as keyof typeof problems] : undefined;
        const breach = (message: string) =>
          found.breach(`${request.operation} was answered ${status} ${message}`, request.sent.index, event.index);
        if (!registered) breach('without a registered problem code.');
        else if (registered.status !== status) breach(`with ${code}, which has status ${registered.status}.`);
        else if (code === 'internal_error' && !isBroken)
          breach('internal_error, though nothing was broken inside the target.');
      },
      end() {
        return found;
      },
    };
  },
});

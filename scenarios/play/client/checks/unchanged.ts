import { check, kindOf } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { asked, comparable, fields, header, text } from '../../../checks/reading.ts';

/** A prompt that is sent again is the same prompt (WEB-3). */
export const promptUnchanged = check({
  id: 'client-prompt-unchanged',
  level: 'MUST',
  requirements: ['WEB-3'],
  sentence: 'A frontend that sends a prompt again sends the same frame, with the same clientMsgId.',
  start() {
    const found = new Findings();
    const first = new Map<string, { body: string | undefined; event: number }>();
    return {
      on(event) {
        if (kindOf(event.actor) !== 'frontend' || event.kind !== 'send' || event.message.type !== 'frame') return;
        const { type, sessionId, prompt, clientMsgId } = fields(event.message.body);
        if (type !== 'send') return;
        const key = JSON.stringify([sessionId, prompt]);
        const body = comparable(event.message.body);
        const before = first.get(key);
        if (!before) {
          first.set(key, { body, event: event.index });
          return;
        }
        found.judged += 1;
        if (before.body === body) return;
        found.breach(`The client sent a prompt again in another frame, as ${clientMsgId}.`, before.event, event.index);
      },
      end: () => found,
    };
  },
});

/** A submit that is sent again is the same submit (TASK-1). */
export const keyUnchanged = check({
  id: 'client-key-unchanged',
  level: 'MUST',
  requirements: ['TASK-1', 'TASK-2'],
  sentence: 'A frontend that submits a task again does so with the same body under the same Idempotency-Key.',
  start() {
    const found = new Findings();
    const first = new Map<string, { key: string | undefined; event: number }>();
    return {
      on(event, exchange) {
        if (kindOf(event.actor) !== 'frontend') return;
        const submit = asked(event, exchange, 'submitTask');
        if (!submit) return;
        const message = text(fields(submit.sent.message.body).message) ?? '';
        const key = header(submit, 'idempotency-key');
        const before = first.get(message);
        if (!before) {
          first.set(message, { key, event: event.index });
          return;
        }
        found.judged += 1;
        if (before.key !== key)
          found.breach('The client submitted a task again under another Idempotency-Key.', before.event, event.index);
      },
      end: () => found,
    };
  },
});

import { limits, operations } from '../../../contracts/wire/index.ts';
import { reach } from '../failures.ts';
import { defaultRows, readBody, readQuery } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import { type Ask, idIn, projectDataOf, whoOf } from './handler.ts';

export async function appendMessages(ask: Ask): Promise<Response> {
  const { rules, caller } = ask;
  const { messages } = await readBody(ask.request, operations.appendMessages.body, rules);
  if (messages.length > limits.batchMessages) throw new Refused('batch_too_large', 'The batch has over 100 messages.');
  const entries = rules.judgeBatch(messages, caller.role, rules);
  const sent = await reach('the session', () =>
    rules.sendBatch(projectDataOf(ask), whoOf(ask), idIn(ask, 'sessionId'), entries),
  );
  return Response.json(rules.batchAnswer(granted(sent)));
}

export async function listMessages(ask: Ask): Promise<Response> {
  const { after = 0, limit = defaultRows } = readQuery(ask.url, operations.listMessages.query);
  const listed = await reach('the session', () =>
    projectDataOf(ask).listMessages(whoOf(ask), idIn(ask, 'sessionId'), after, limit),
  );
  return Response.json(granted(listed));
}

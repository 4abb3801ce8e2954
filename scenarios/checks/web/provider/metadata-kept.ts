import { insideKinds } from '../../../../contracts/trace/index.ts';
import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import { type LiveMetadata, limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Shown } from '../../observed.ts';
import { comparable, type Fields, fields, text } from '../../reading.ts';
import { Durable, recordsIn } from '../durable.ts';

/** Milliseconds that a time may be beside another of the same moment. */
const moment = 50;

/** What is known of a session is right with every reply (WEB-10). */
export const metadataKept = check({
  id: 'metadata-kept',
  level: 'MUST',
  requirements: ['WEB-10'],
  sentence: 'Every completed reply carries the metadata that its record then has, and no failure there fails a reply.',
  start() {
    const found = new Findings();
    const durable = new Durable();
    const records: Shown<Fields>[] = [];
    let firstFault = Number.POSITIVE_INFINITY;
    let isOnlyDatabase = true;
    return {
      on(event, exchange) {
        durable.on(event, exchange);
        if (event.kind === 'fault' && insideKinds.has(event.fault)) {
          firstFault = Math.min(firstFault, event.index);
          isOnlyDatabase &&= event.fault === 'database-failed';
        }
        for (const value of recordsIn(event, exchange)) records.push({ value, event: event.index });
      },
      end() {
        for (const sessionId of durable.sessions.keys()) {
          const shown = durable.of(sessionId);
          for (const { value, event } of shown) {
            if (value.type === 'message_complete' && event < firstFault) judgeReply(durable, value, event, found);
          }
          if (Number.isFinite(firstFault) && isOnlyDatabase) judgeFailures(shown, firstFault, found);
        }
        for (const { value, event } of records) if (event < firstFault) judgeRecord(durable, value, event, found);
        return found;
      },
    };
  },
});

/** What the metadata must be after these events; null where it cannot be told. */
function countsAfter(events: readonly Shown<LiveEvent>[]): { messages: number; preview: string | null } {
  const prompts = events.flatMap(({ value }) => (value.type === 'user_message' ? [value.content] : []));
  const replies = events.filter(({ value }) => value.type === 'message_complete').length;
  return { messages: prompts.length + replies, preview: prompts[0] ?? null };
}

/** The first characters, by code units or by code points. */
function isPreview(preview: unknown, content: string | null): boolean {
  if (content === null) return preview === null;
  const { previewCharacters } = limits;
  return (
    preview === content.slice(0, previewCharacters) || preview === [...content].slice(0, previewCharacters).join('')
  );
}

function judgeReply(durable: Durable, reply: LiveEvent & { type: 'message_complete' }, event: number, found: Findings) {
  const { sessionId, seq, at, content } = reply;
  const before = durable.upTo(sessionId, seq);
  if (!before) return;
  found.judged += 1;
  const { messages, preview } = countsAfter(before);
  const { totalTokens, messageCount, lastMessageAt, firstMessagePreview } = fields(reply.metadata) as LiveMetadata;
  const last = before.findLast(({ value }) => value.type === 'message_complete' && value.seq < seq);
  const tokens = last?.value.type === 'message_complete' ? last.value.metadata.totalTokens : 0;
  const say = (what: string) =>
    found.breach(`A reply of session ${sessionId} (seq ${seq}) ${what}.`, last?.event, event);
  if (messageCount !== messages) say(`counts ${messageCount} messages instead of ${messages}`);
  if (totalTokens < tokens || (content !== '' && totalTokens === tokens))
    say(`has ${totalTokens} tokens after ${tokens}`);
  if (lastMessageAt === null || Math.abs(lastMessageAt - at) > moment) say('does not have its own time as the last');
  if (!isPreview(firstMessagePreview, preview)) say('has another preview than the first prompt');
}

function judgeRecord(durable: Durable, record: Fields, event: number, found: Findings): void {
  const sessionId = text(record.sessionId) ?? '';
  const before = durable.upTo(sessionId, Number(record.seq));
  if (!before || before.length === 0) return;
  found.judged += 1;
  const shown = fields(record.metadata);
  const { messages, preview } = countsAfter(before);
  const last = before.findLast(({ value }) => value.type === 'message_complete' || value.type === 'user_message');
  const reply = before.findLast(({ value }) => value.type === 'message_complete');
  const say = (what: string) =>
    found.breach(`The record of session ${sessionId} (seq ${record.seq}) ${what}.`, reply?.event, event);
  if (shown.messageCount !== messages) say(`counts ${shown.messageCount} messages instead of ${messages}`);
  if (!isPreview(shown.firstMessagePreview, preview)) say('has another preview than the first prompt');
  if (reply?.value.type !== 'message_complete') return;
  if (shown.totalTokens !== reply.value.metadata.totalTokens) say('has other tokens than its last reply said');
  const isLatest = last === reply;
  if (isLatest && comparable(shown.lastMessageAt) !== comparable(reply.value.metadata.lastMessageAt)) {
    say('has another last message time than its last reply said');
  }
}

/** A reply failed that nobody asked to fail, where only the database did. */
function judgeFailures(shown: readonly Shown<LiveEvent>[], firstFault: number, found: Findings): void {
  for (const { value, event } of shown) {
    if (value.type !== 'message_failed' && value.type !== 'message_complete') continue;
    if (event < firstFault) continue;
    const prompt = shown.find(
      (other) => other.value.type === 'user_message' && other.value.clientMsgId === value.clientMsgId,
    );
    const content = prompt?.value.type === 'user_message' ? prompt.value.content : undefined;
    if (content === undefined || content.startsWith('/fail')) continue;
    found.judged += 1;
    if (value.type === 'message_complete') continue;
    found.breach(`A reply of session ${value.sessionId} failed with the database.`, firstFault, event);
  }
}

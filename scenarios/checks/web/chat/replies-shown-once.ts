import { terminalTypes } from '../../../../contracts/wire/index.ts';
import type { Judge } from '../../check.ts';
import type { Findings } from '../../findings.ts';
import { settled } from './settled.ts';
import type { View } from './views.ts';

/** Every reply that ended is shown once, with the text of its end (WEB-7). */
export function repliesShownOnce(): Judge {
  return settled(judgeReplies);
}

function judgeReplies({ tab, sessionId, transcript, events }: View, found: Findings): void {
  const ends = [...events.values()].flatMap(({ value, ...at }) =>
    value.type === 'message_complete' ? [{ content: value.content, ...at }] : [],
  );
  const shown = (transcript?.messages ?? []).filter(
    ({ role, status }) => role === 'assistant' && status === 'complete',
  );
  const all = [...events.values()].flatMap(({ value }) => (value.type === 'message_complete' ? [value.content] : []));
  const count = (texts: readonly string[], content: string) => texts.filter((text) => text === content).length;
  const texts = shown.map(({ text }) => text);
  found.judged += ends.length;
  const due = ends.map(({ content }) => content);
  const missing = ends.find(({ content }) => count(texts, content) < count(due, content));
  if (missing) {
    const message = `${tab.actor} does not show "${missing.content.slice(0, 40)}", a reply of session ${sessionId} that it got.`;
    found.breach(message, missing.index, transcript?.index);
  }
  judgeStreaming({ tab, sessionId, transcript, events }, found);
  const wrong = texts.find((text) => count(texts, text) > count(all, text));
  if (wrong === undefined) return;
  const how = all.includes(wrong) ? 'more than once' : 'which is no reply of it';
  found.breach(`${tab.actor} shows "${wrong.slice(0, 40)}" in session ${sessionId}, ${how}.`, transcript?.index);
}

/** Where every prompt that arrived has ended, no reply is still coming. */
function judgeStreaming(
  { tab, sessionId, transcript, events }: Pick<View, 'tab' | 'sessionId' | 'transcript' | 'events'>,
  found: Findings,
): void {
  const all = [...events.values()];
  const ended = new Set(
    all.flatMap(({ value }) => (terminalTypes.has(value.type) && 'clientMsgId' in value ? [value.clientMsgId] : [])),
  );
  const isOpen = all.some(({ value }) => value.type === 'user_message' && !ended.has(value.clientMsgId));
  const last = all.findLast(({ value }) => terminalTypes.has(value.type));
  if (isOpen || !last || !transcript || transcript.index < last.index) return;
  const stray = transcript.messages.find(({ role, status }) => role === 'assistant' && status === 'streaming');
  if (!stray) return;
  const message = `${tab.actor} shows "${stray.text.slice(0, 40)}" in session ${sessionId} as still coming, though all has ended.`;
  found.breach(message, last.index, transcript.index);
}

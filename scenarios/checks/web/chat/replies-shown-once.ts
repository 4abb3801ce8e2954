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
  const wrong = texts.find((text) => count(texts, text) > count(all, text));
  if (wrong === undefined) return;
  const how = all.includes(wrong) ? 'more than once' : 'which is no reply of it';
  found.breach(`${tab.actor} shows "${wrong.slice(0, 40)}" in session ${sessionId}, ${how}.`, transcript?.index);
}

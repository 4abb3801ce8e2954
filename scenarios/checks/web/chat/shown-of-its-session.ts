import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, text } from '../../reading.ts';
import { Durable } from '../durable.ts';
import { perTab, type Tab, Tabs } from '../tabs.ts';
import { messagesOf, type ShownMessage } from './views.ts';

interface Transcript {
  tab: Tab;
  sessionId: string;
  index: number;
  messages: ShownMessage[];
}

/** A transcript has nothing of another session (WEB-4). */
export function shownOfItsSession(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const durable = new Durable();
  const transcripts: Transcript[] = [];
  const spokenOf = perTab(() => new Map<string, Set<string | null>>());
  return {
    on(event, exchange) {
      durable.on(event, exchange);
      const moment = tabs.on(event, exchange);
      if (moment?.what === 'verb' && (moment.verb === 'say' || moment.verb === 'interrupt')) {
        const spoken = spokenOf(moment.tab);
        const content = String(moment.args.text);
        spoken.set(content, (spoken.get(content) ?? new Set()).add(moment.tab.current));
      }
      const sessionId = moment?.what === 'report' ? text(moment.detail.sessionId) : undefined;
      if (moment?.what !== 'report' || moment.report !== 'transcript' || sessionId === undefined) return;
      transcripts.push({ tab: moment.tab, sessionId, index: moment.index, messages: messagesOf(moment.detail) });
    },
    end() {
      /** Text of a role → sessions that have it. */
      const owners = new Map<string, Map<string, number>>();
      for (const [sessionId, events] of durable.sessions) {
        for (const { value, event } of events.values()) {
          const content = fields(value).content;
          if (typeof content !== 'string') continue;
          const key = `${value.type === 'user_message' ? 'user' : 'assistant'}/${content}`;
          owners.set(key, (owners.get(key) ?? new Map<string, number>()).set(sessionId, event));
        }
      }
      for (const { tab, sessionId, index, messages } of transcripts) {
        found.judged += messages.length;
        const alien = messages.flatMap(({ role, text: content, status }) => {
          // A reply that is not whole yet may begin like one of another session.
          const known = content === '' || status === 'streaming' ? undefined : owners.get(`${role}/${content}`);
          const spoken = role === 'user' ? spokenOf(tab).get(content) : undefined;
          if (!known || known.has(sessionId) || spoken?.has(sessionId) || spoken?.has(null)) return [];
          return [{ content, of: [...known][0] }];
        });
        const [first] = alien;
        if (!first?.of) continue;
        const message = `${tab.actor} shows "${first.content.slice(0, 40)}" of session ${first.of[0]} in session ${sessionId}.`;
        found.breach(message, first.of[1], index);
      }
      return found;
    },
  };
}

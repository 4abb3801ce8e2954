import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param, text } from '../../reading.ts';
import { perTab, promptOf, Tabs } from '../tabs.ts';

interface Typed {
  /** The session that was shown; null: a new one. */
  sessionIds: (string | null)[];
  index: number;
}

/** What was typed while a session was shown is sent to that session only (WEB-4). */
export function sentWhereTyped(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const stateOf = perTab(() => ({ typed: new Map<string, Typed[]>(), made: new Set<string>() }));
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (!moment) return;
      const { tab, index } = moment;
      const state = stateOf(tab);
      const typed = (content: unknown) => {
        const known = state.typed.get(String(content)) ?? [];
        state.typed.set(String(content), [
          ...known,
          { sessionIds: [tab.current, text(tab.chat.sessionId) ?? null], index },
        ]);
      };
      if (moment.what === 'verb' && (moment.verb === 'say' || moment.verb === 'interrupt')) typed(moment.args.text);
      if (moment.what === 'verb' && moment.verb === 'retry') typed(tab.chat.draft);
      if (moment.what === 'asks' && moment.exchange.operation === 'createLiveSession') {
        state.made.add(param(moment.exchange, 'sessionId'));
      }
      const sent = moment.what === 'says' ? promptOf(moment.frame) : undefined;
      const origins = sent && state.typed.get(sent.prompt);
      if (!sent || !origins) return;
      found.judged += 1;
      const ids = new Set(origins.flatMap(({ sessionIds }) => sessionIds));
      if (ids.has(sent.sessionId) || (ids.has(null) && state.made.has(sent.sessionId))) return;
      const message = `${tab.actor} sent "${sent.prompt.slice(0, 40)}" to session ${sent.sessionId}, though it was typed in ${[...ids].map((id) => (id === null ? 'a new one' : id)).join(' or ')}.`;
      found.breach(message, origins[0]?.index, index);
    },
    end: () => found,
  };
}

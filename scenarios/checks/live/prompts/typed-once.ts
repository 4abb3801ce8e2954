import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { text } from '../../reading.ts';
import { perTab, promptOf, Tabs } from '../../web/tabs.ts';

/** What a person typed, as often as it was typed, and the ids under which it went out. */
interface Typed {
  times: number;
  /** The last time, in the history. */
  index: number;
  /** By clientMsgId: the first frame. Those that were refused for good are gone. */
  sent: Map<string, number>;
}

const typing: ReadonlySet<string> = new Set(['say', 'interrupt']);

/**
 * What is typed once goes out under one clientMsgId, however often it is sent: to the provider another id is another
 * message. Only after a refusal, which stored nothing, it may have a new one (LIVE-12).
 */
export function typedOnce(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const typedOf = perTab(() => new Map<string, Typed>());
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (!moment) return;
      const { tab, index } = moment;
      const all = typedOf(tab);
      if (moment.what === 'verb' && typing.has(moment.verb)) {
        const content = String(moment.args.text);
        const { times, sent } = all.get(content) ?? { times: 0, sent: new Map<string, number>() };
        all.set(content, { times: times + 1, index, sent });
      }
      if (moment.what === 'hears' && moment.frame.type === 'error' && moment.frame.code !== 'unavailable') {
        for (const { sent } of all.values()) sent.delete(text(moment.frame.clientMsgId) ?? '');
      }
      const prompt = moment.what === 'says' ? promptOf(moment.frame) : undefined;
      const typed = prompt && all.get(prompt.prompt);
      if (!prompt || !typed) return;
      found.judged += 1;
      if (typed.sent.has(prompt.clientMsgId)) return;
      typed.sent.set(prompt.clientMsgId, index);
      if (typed.sent.size <= typed.times) return;
      const often = typed.times === 1 ? 'once' : `${typed.times} times`;
      const message = `${tab.actor} sent "${prompt.prompt.slice(0, 40)}", which was typed ${often}, under ${typed.sent.size} clientMsgIds.`;
      found.breach(message, typed.index, ...typed.sent.values());
    },
    end: () => found,
  };
}

import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { text } from '../../reading.ts';
import { perTab, Tabs } from '../tabs.ts';
import { messagesOf } from './views.ts';

/** What reached a tab of one reply. */
interface Pieces {
  /** Where it began, or went on from its middle. */
  starts: { text: string; index: number }[];
  chunks: Map<number, string>;
  /** The last event of the history that brought some. */
  event: number;
}

/** A reply that is still coming reads as it was said: no piece of it stands out of its order, or twice (WEB-7). */
export function piecesInOrder(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  /** By session and reply. */
  const repliesOf = perTab(() => new Map<string, Map<string, Pieces>>());
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (!moment) return;
      const { tab, index } = moment;
      const sessions = repliesOf(tab);
      if (moment.what === 'hears') {
        const { type, sessionId, messageId, text: piece, index: place } = moment.frame;
        if (type !== 'message_start' && type !== 'chunk') return;
        const replies = sessions.get(String(sessionId)) ?? new Map<string, Pieces>();
        sessions.set(String(sessionId), replies);
        const pieces = replies.get(String(messageId)) ?? {
          starts: [],
          chunks: new Map<number, string>(),
          event: index,
        };
        replies.set(String(messageId), { ...pieces, event: index });
        if (type === 'chunk') pieces.chunks.set(Number(place), text(piece) ?? '');
        else pieces.starts.push({ text: text(piece) ?? '', index: Number(place) });
      }
      if (moment.what !== 'report' || moment.report !== 'transcript') return;
      const replies = [...(sessions.get(String(moment.detail.sessionId))?.values() ?? [])];
      const texts = replies.flatMap(readings);
      for (const { role, status, text: shown } of messagesOf(moment.detail)) {
        if (role !== 'assistant' || status !== 'streaming' || shown === '') continue;
        found.judged += 1;
        if (texts.some((whole) => whole.startsWith(shown))) continue;
        const message = `${tab.actor} shows "${shown.slice(0, 40)}" as a reply that is coming, which no reply says.`;
        found.breach(message, replies.at(-1)?.event, index);
      }
    },
    end: () => found,
  };
}

/** What a reply says so far, from each place where it began. */
function readings({ starts, chunks }: Pieces): string[] {
  return [{ text: '', index: 0 }, ...starts].map(({ text: begun, index }) => {
    let whole = begun;
    for (let next = index; chunks.has(next); next += 1) whole += chunks.get(next);
    return whole;
  });
}

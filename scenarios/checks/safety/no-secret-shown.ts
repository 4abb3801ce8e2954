import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, fields, header, said, text } from '../reading.ts';

/** Characters a token must have to be told from a word. */
const shortest = 16;
const words = /[\w-]{8,}/g;

/** Tokens go to those they are made for, and nowhere else (SAFE-4). */
export const noSecretShown = check({
  id: 'no-secret-shown',
  level: 'MUST',
  requirements: ['SAFE-4'],
  sentence:
    'No token appears in an answer, a frame or a problem, but in the answer that makes it and the order to a node.',
  start() {
    const found = new Findings();
    /** Tokens by the longest word in them, with the event that showed them first. */
    const secrets = new Map<string, { token: string; event: number }>();
    const learn = (token: string | undefined, event: number) => {
      if (token === undefined || token.length < shortest) return;
      const word = longestWord(token);
      if (word !== undefined && !secrets.has(word)) secrets.set(word, { token, event });
    };
    const shown = (value: unknown, event: HistoryEvent) => {
      for (const content of textsIn(value)) {
        for (const [word] of content.matchAll(words)) {
          const secret = secrets.get(word);
          if (!secret || !content.includes(secret.token)) continue;
          found.breach('The target shows a token to somebody it was not made for.', secret.event, event.index);
          return;
        }
      }
    };
    return {
      on(event: HistoryEvent, exchange: Exchange | undefined) {
        if (exchange && exchange.sent === event) {
          learn(header(exchange, 'authorization')?.replace(/^Bearer /i, ''), event.index);
          const protocols = header(exchange, 'sec-websocket-protocol') ?? '';
          for (const [, token] of protocols.matchAll(/token\.([^,\s]+)/g)) learn(token, event.index);
          if (exchange.actor !== 'target') forget(exchange.sent.message.body);
        }
        const order = asked(event, exchange, 'createWorkspace');
        if (order) learn(text(fields(order.sent.message.body).token), event.index);
        const made = said(event, exchange, 'createToken');
        if (made) learn(text(made.body.token), event.index);
        if (event.kind === 'send' && event.actor !== 'target' && event.message.type === 'frame') {
          const { token, ...rest } = fields(event.message.body);
          learn(text(token), event.index);
          forget(rest);
        }
        if (event.kind !== 'send' || event.actor !== 'target') return;
        const { message } = event;
        if (message.type === 'close') shown(message.reason, event);
        if (message.type !== 'response' && message.type !== 'frame') return;
        found.judged += 1;
        if (message.type === 'response') shown(message.headers, event);
        if (!made) shown(message.body, event);
      },
      end() {
        return found;
      },
    };

    /** Who writes a token into a message has published it. */
    function forget(body: unknown): void {
      for (const content of textsIn(body)) for (const [word] of content.matchAll(words)) secrets.delete(word);
    }
  },
});

function longestWord(token: string): string | undefined {
  return [...token.matchAll(words)].map(([word]) => word).sort((a, b) => b.length - a.length)[0];
}

/** All texts in a value, without recursion: a body may be nested a million deep. */
function* textsIn(value: unknown): Generator<string> {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') yield next;
    else if (typeof next === 'object' && next !== null) for (const entry of Object.values(next)) open.push(entry);
  }
}

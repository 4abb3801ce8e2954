import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { AskedFrame } from '../../live/live-sockets.ts';
import type { Watch } from '../../live/watches.ts';
import { dueOf } from '../../live/watching/judge-watches.ts';
import type { Observed } from '../../observed.ts';

/** A switch of one connection takes no other along: what that watches it is sent on (WEB-13). */
export function watchedByItself(): Judge {
  const found = new Findings();
  return {
    on() {},
    end(observed) {
      for (const watch of observed.live.watches.all) judgeWatch(watch, observed, found);
      return found;
    },
  };
}

function judgeWatch(watch: Watch, observed: Observed, found: Findings): void {
  const { socket, sessionId } = watch;
  const { sessions } = observed.live;
  const story = sessions.get(sessionId);
  const others = switchesBeside(watch, observed);
  if (!watch.isSure || !story?.isWhole || story.isRemade || others.length === 0) return;
  found.judged += 1;
  const [missed] = dueOf(watch, story, observed).missed;
  const time = missed && sessions.timeOf(missed.at);
  if (time === undefined) return;
  const other = others.findLast(({ arrived }) => (arrived?.time ?? 0) <= time);
  if (!other) return;
  const what = `${missed?.type} (event ${missed?.seq}) of session ${sessionId}`;
  const message = `${socket.actor} was not sent ${what}, which it watched, after ${other.socket.actor} switched.`;
  found.breach(message, watch.begun.index, other.arrived?.index, other.answer?.index, story.indexOf(missed));
}

/** Switches of the same user on other connections while a watch lasted. */
function switchesBeside({ socket, begun, ended }: Watch, { live }: Observed): AskedFrame[] {
  const end = Math.min(ended?.index ?? Number.POSITIVE_INFINITY, socket.closed?.index ?? Number.POSITIVE_INFINITY);
  return [...live.sockets.all.values()]
    .filter((other) => other !== socket && other.token !== undefined && other.token === socket.token)
    .flatMap(({ asked }) => asked)
    .filter(({ type, arrived }) => type === 'switch_session' && arrived !== undefined && arrived.index > begun.index)
    .filter(({ arrived }) => (arrived?.index ?? 0) < end)
    .sort((a, b) => (a.arrived?.index ?? 0) - (b.arrived?.index ?? 0));
}

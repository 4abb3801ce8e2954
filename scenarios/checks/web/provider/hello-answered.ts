import { insideKinds } from '../../../../contracts/trace/index.ts';
import { type Caller, callers, liveAccess, liveClientFrame } from '../../../../contracts/wire/index.ts';
import { type Judge, kindOf } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { type AskedFrame, type LiveSocket, LiveSockets } from '../../live/live-sockets.ts';
import { isWrong } from '../../malformed.ts';
import { fields, text } from '../../reading.ts';
import { type Holder, Tokens } from './tokens.ts';

/** Milliseconds around the end of a token in which nothing is said of it. */
const margin = 1000;

/**
 * A hello is answered as the table of access says: connected, 4401 or 1008 (WEB-14, SAFE-1); or of that only this:
 * nobody is connected who is to be refused (WEB-9).
 */
export function helloAnswered(about: 'every hello' | 'the connected' = 'every hello'): Judge {
  const found = new Findings();
  const sockets = new LiveSockets();
  const tokens = new Tokens();
  const current = new Map<string, Caller | undefined>();
  const callerOf = new Map<number, Caller>();
  const expected = new Map<LiveSocket, { hello: AskedFrame; answer: 'connected' | number; who: string }>();
  let lastFault = -1;
  const expect = (hello: AskedFrame) => {
    const { socket, frame, arrived } = hello;
    const parsed = liveClientFrame.safeParse(frame);
    const isFirst = socket.asked.filter(({ type }) => type === 'hello').length === 1;
    if (!arrived || !isFirst || (parsed.error && isWrong(parsed.error))) return;
    const caller = callerOf.get(socket.op);
    const holder = tokens.holderOf(text(frame.token));
    if (caller) expected.set(socket, { hello, answer: liveAccess[caller], who: caller });
    else if (holder) {
      const answer = answerFor(holder, socket.projectId, arrived.time);
      if (answer !== undefined) expected.set(socket, { hello, answer, who: socket.actor });
    }
  };
  return {
    on(event, exchange) {
      tokens.on(event, exchange);
      if (event.kind === 'fault' && (insideKinds.has(event.fault) || event.op !== undefined)) lastFault = event.index;
      if (event.kind === 'report' && event.report === 'caller') {
        const { caller, expect: what } = fields(event.detail);
        current.set(event.actor, what === 'access' ? callers.find((one) => one === caller) : undefined);
      }
      if (exchange && exchange.sent === event && exchange.operation === 'live') {
        const caller = current.get(exchange.actor);
        if (kindOf(exchange.actor) === 'caller' && caller) callerOf.set(exchange.op, caller);
      }
      const step = sockets.on(event, exchange);
      if (step?.arrived?.type === 'hello') expect(step.arrived);
    },
    end() {
      for (const [socket, { hello, answer, who }] of expected) {
        const asked = hello.arrived?.index;
        if (asked === undefined || lastFault > asked) continue;
        const { closed, connected } = socket;
        const isRefused = closed?.by === 'target' && (!connected || closed.index < connected.index);
        const got = isRefused ? closed?.code : connected ? 'connected' : undefined;
        if (got === undefined && !socket.openAtEnd) continue;
        if (about === 'the connected' && got !== 'connected') continue;
        found.judged += 1;
        if (got === answer) continue;
        const what = got === undefined ? 'not answered' : `answered ${got}`;
        const at = isRefused ? closed?.index : connected?.index;
        found.breach(`A hello by ${who} was ${what} instead of ${answer}.`, asked, at);
      }
      return found;
    },
  };
}

function answerFor(holder: Holder, projectId: string | undefined, time: number): 'connected' | number | undefined {
  if (Math.abs(time - holder.expires) <= margin) return undefined;
  if (time > holder.expires) return 4401;
  return holder.role === 'user' && holder.projectId === projectId ? 'connected' : 1008;
}

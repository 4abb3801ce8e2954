import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { Durable } from '../durable.ts';

/** Every result of a tool follows its call, once (WEB-11). */
export function resultsPaired(): Judge {
  const found = new Findings();
  const durable = new Durable();
  return {
    on: (event, exchange) => durable.on(event, exchange),
    end() {
      for (const sessionId of durable.sessions.keys()) {
        if (durable.torn.has(sessionId)) continue;
        const calls = new Map<string, { event: number; clientMsgId: string; result?: number }>();
        let whole = 0;
        for (const { value, event } of durable.of(sessionId)) {
          if (value.seq === whole + 1) whole = value.seq;
          // Where an event before it was never shown, its call may be that one.
          if (value.seq !== whole) break;
          const say = (what: string, other?: number) =>
            found.breach(`Session ${sessionId} has ${what} (seq ${value.seq}).`, other, event);
          if (value.type === 'tool_call') {
            const before = calls.get(value.toolCallId);
            if (before) say(`tool call ${value.toolCallId} twice`, before.event);
            calls.set(value.toolCallId, { event, clientMsgId: value.clientMsgId });
          } else if (value.type === 'tool_result') {
            found.judged += 1;
            const call = calls.get(value.toolCallId);
            if (!call) say(`a result of tool call ${value.toolCallId}, which was not made`);
            else if (call.result !== undefined) say(`two results of tool call ${value.toolCallId}`, call.result);
            else if (call.clientMsgId !== value.clientMsgId) say('a result in another turn than its call', call.event);
            if (call) call.result = event;
          } else if (value.type === 'message_complete') {
            const open = [...calls.values()].find(
              (one) => one.clientMsgId === value.clientMsgId && one.result === undefined,
            );
            if (open) say('a completed reply with a tool call that has no result', open.event);
          }
        }
      }
      return found;
    },
  };
}

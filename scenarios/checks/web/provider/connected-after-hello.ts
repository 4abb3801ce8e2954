import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { type AskedFrame, LiveSockets } from '../../live/live-sockets.ts';
import { text } from '../../reading.ts';
import { Durable } from '../durable.ts';

const refusals = new Set<unknown>(['not_connected', 'malformed_frame']);

/** Before hello was answered nothing is handled and nothing is told (WEB-9, SAFE-3). */
export function connectedAfterHello(): Judge {
  const found = new Findings();
  const sockets = new LiveSockets();
  const durable = new Durable();
  let faulty = false;
  return {
    on(event, exchange) {
      if (event.kind === 'fault') faulty = true;
      durable.on(event, exchange);
      const said = sockets.on(event, exchange)?.said;
      const socket = exchange && sockets.all.get(exchange.op);
      if (!said || !socket) return;
      if (said.type === 'connected') {
        found.judged += 1;
        const hello = socket.asked.some(({ type, arrived }) => type === 'hello' && arrived !== undefined);
        if (!hello) found.breach(`The target said connected to ${socket.actor}, who had not said hello.`, event.index);
        const first = socket.connected?.index;
        if (first !== event.index)
          found.breach(`The target said connected to ${socket.actor} twice on one socket.`, first, event.index);
      } else if (!socket.connected && said.type !== 'error') {
        found.breach(`The target sent ${socket.actor} ${said.type} before it was connected.`, event.index);
      }
    },
    end() {
      /** Every frame of a prompt, by its id. */
      const prompts = new Map<string, AskedFrame[]>();
      for (const socket of sockets.all.values()) {
        const hello = socket.asked.find(({ type, arrived }) => type === 'hello' && arrived !== undefined);
        for (const asked of socket.asked) {
          const id = text(asked.frame.clientMsgId);
          if (id !== undefined) prompts.set(id, [...(prompts.get(id) ?? []), asked]);
          if (!asked.arrived || asked.type === 'hello') continue;
          // While hello is looked into, it may be connected before that is on the wire.
          if (hello?.arrived && hello.arrived.index < asked.arrived.index) continue;
          const { answer } = asked;
          if (!answer && (faulty || !socket.openAtEnd)) continue;
          found.judged += 1;
          if (refusals.has(answer?.frame.code)) continue;
          const how = answer ? `answered ${answer.frame.code ?? answer.frame.type}` : 'not answered';
          found.breach(
            `${asked.type} of ${socket.actor}, before hello, was ${how}.`,
            asked.arrived.index,
            answer?.index,
          );
        }
      }
      for (const [sessionId, events] of durable.sessions) {
        for (const { value, event } of events.values()) {
          if (value.type !== 'user_message') continue;
          const frames = prompts.get(value.clientMsgId) ?? [];
          const isRefused = ({ answer, arrived }: AskedFrame) => !arrived || answer?.frame.code === 'not_connected';
          if (frames.length === 0 || !frames.every(isRefused)) continue;
          const message = `A prompt of session ${sessionId} was refused as not_connected, and stored.`;
          found.breach(message, frames[0]?.arrived?.index, event);
        }
      }
      return found;
    },
  };
}

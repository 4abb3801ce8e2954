import { asyncapiDocument } from '../../wire/documents/asyncapi.ts';
import type { SocketName } from '../../wire/index.ts';

interface Documented {
  action: string;
  messages?: { $ref: string }[];
}

/** The operation of asyncapi.json that sends a frame by itself; undefined for one that only answers. */
export function operationOfFrame(socket: SocketName, frame: unknown): string | undefined {
  const { operations } = asyncapiDocument() as { operations: Record<string, Documented> };
  const message = `#/channels/${socket}/messages/${typeOf(frame)}`;
  return Object.keys(operations).find((name) => {
    const { action, messages = [] } = operations[name] ?? { action: '' };
    return action === 'send' && messages.some(({ $ref }) => $ref === message);
  });
}

export function typeOf(frame: unknown): string {
  return typeof frame === 'object' && frame !== null && 'type' in frame ? String(frame.type) : '';
}

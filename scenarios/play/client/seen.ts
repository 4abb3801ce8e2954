import type { EventOf, History } from '../../../contracts/trace/index.ts';

/** What became of an operation of an actor, as often as it ended; only with `status` where one is given. */
export function outcomesOf(
  history: History,
  actor: string,
  operation: string,
  status?: number | null,
): EventOf<'outcome'>[] {
  return history.filter(
    (event): event is EventOf<'outcome'> =>
      event.kind === 'outcome' &&
      event.actor === actor &&
      event.operation === operation &&
      (status === undefined || event.status === status),
  );
}

/** Requests of an actor for an operation, upgrades among them. */
export function requestsOf(history: History, actor: string, operation: string): EventOf<'send'>[] {
  return history.filter(
    (event): event is EventOf<'send'> =>
      event.kind === 'send' &&
      event.actor === actor &&
      event.operation === operation &&
      event.message.type === 'request',
  );
}

/** Frames of a type that reached an actor, or that it sent. */
export function framesOf(history: History, kind: 'send' | 'deliver', actor: string, type: string) {
  return history.flatMap((event) => {
    if (event.kind !== kind || event.actor !== actor || event.message.type !== 'frame') return [];
    const { body } = event.message;
    const isIt = typeof body === 'object' && body !== null && 'type' in body && body.type === type;
    return isIt ? [{ index: event.index, op: event.op, body: body as Record<string, unknown> }] : [];
  });
}

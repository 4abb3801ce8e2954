import type { Fault } from '../../contracts/trace/index.ts';
import type { Answer, NodeCall } from '../ports.ts';
import { nodeCallOf, rawAnswer } from './bytes.ts';
import { faultOfRequest, faultOfResponse, isDefinite } from './conformance.ts';
import type { Network } from './network.ts';
import { drop, faultsFor, type Letter, record, speakerOf, takeFault } from './network.ts';
import type { Listening, RawCall } from './transport.ts';

/** Serves what the target asks of a node: its calls are recorded, checked and subject to the plan like any other. */
export async function serveNode(
  network: Network,
  actor: string,
  handle: (call: NodeCall) => Promise<Answer>,
): Promise<Listening> {
  return network.transport.listen((raw) => {
    const outbound = network.inside?.outboundSeen(raw.headers);
    const call = nodeCallOf(raw);
    if ('refused' in call) {
      if (outbound !== undefined) network.inside?.outboundEnded(outbound);
      return raw.answer(rawAnswer(call.refused));
    }
    // Without the digits that differ from play to play.
    const key = `target/${call.operation}/${(call.params.workspaceId ?? '').slice(8)}`;
    network.scheduler.arrive(key, () => takeCall(network, actor, raw, outbound, { call, key }, handle));
  });
}

function takeCall(
  network: Network,
  actor: string,
  raw: RawCall,
  outbound: number | undefined,
  asked: { call: NodeCall; key: string },
  handle: (call: NodeCall) => Promise<Answer>,
): void {
  const { numbers, recorder, scheduler } = network;
  const { operation, params, body } = asked.call;
  const headers: Record<string, string> = raw.headers['content-type']
    ? { 'content-type': raw.headers['content-type'] }
    : {};
  const message = {
    type: 'request' as const,
    method: raw.method,
    path: raw.path,
    params,
    headers,
    body,
  };
  const op = numbers.op();
  const key = `${asked.key}/${numbers.nth(asked.key)}`;
  const request: Letter = { actor: 'target', operation, op, msg: numbers.msg(), message };
  const sent = record(network, 'send', request, 'target');
  const wrong = faultOfRequest(operation, message);
  if (wrong) recorder.record('violation', { actor: 'harness', by: speakerOf(network), detail: wrong, of: sent });
  const { outside } = faultsFor(network, { actor: 'target', operation, text: `${raw.path} ${raw.body}` });
  const take = (kind: Fault['kind']) => takeFault(network, outside, op, kind);

  const reply = (answer: Answer | null) => {
    if (outbound !== undefined) network.inside?.outboundEnded(outbound);
    raw.answer(answer && rawAnswer(answer));
  };
  const finish = (outcome: 'ok' | 'failed' | 'unknown', status: number | null) =>
    recorder.record('outcome', { actor: 'target', operation, op, outcome, status, code: null });
  const answered = (answer: Answer) => {
    const response = { type: 'response' as const, status: answer.status, headers: answer.headers, body: answer.body };
    const letter: Letter = { ...request, msg: numbers.msg(), message: response };
    const said = record(network, 'send', letter, actor);
    const bad = answer.status < 400 ? faultOfResponse(operation, response) : undefined;
    if (bad) recorder.record('violation', { actor: 'harness', by: 'simulator', detail: bad, of: said });
    scheduler.post({
      key: `${key}/back`,
      release: () => {
        if (take('answer-lost')) {
          drop(network, letter, 'connection lost');
          finish('unknown', null);
          reply(null);
          return;
        }
        recorder.cause = record(network, 'deliver', letter, 'target');
        finish(
          answer.status < 400 ? 'ok' : isDefinite(answer.status, answer.body) ? 'failed' : 'unknown',
          answer.status,
        );
        reply(answer);
      },
    });
  };

  scheduler.post({
    key,
    cause: sent,
    release: () => {
      if (take('lost')) {
        drop(network, request, 'connection lost');
        finish('unknown', null);
        reply(null);
        return;
      }
      recorder.cause = record(network, 'deliver', request, actor);
      const refuses = take('node-refuses');
      const silent = refuses ? undefined : take('node-silent');
      if (refuses?.kind === 'node-refuses') {
        answered({ status: refuses.status, headers: {}, body: undefined });
      } else if (silent?.kind === 'node-silent') {
        if (silent.runs) void handle(asked.call);
      } else {
        void handle(asked.call).then(answered);
      }
    },
  });
}

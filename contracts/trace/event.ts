import { z } from 'zod';

const json = z.unknown();
const headers = z.record(z.string(), z.string());

/** What one message carries. Bodies are the parsed JSON, or the raw text where it is not JSON. */
export const wireMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    method: z.string(),
    path: z.string().meta({ description: 'Path and query.' }),
    params: z.record(z.string(), z.string()),
    headers,
    body: json.optional(),
  }),
  z.object({ type: z.literal('response'), status: z.int(), headers, body: json.optional() }),
  z.object({ type: z.literal('frame'), socket: z.int(), body: json.optional() }),
  z.object({ type: z.literal('open'), socket: z.int() }),
  z.object({ type: z.literal('close'), socket: z.int(), code: z.int(), reason: z.string() }),
]);
export type WireMessage = z.infer<typeof wireMessage>;

/** What one message of another system's wire carries, as an adapter says it or hears it. Credentials are left out. */
export const rawMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    method: z.string(),
    path: z.string().meta({ description: 'Path and query, from the base URL.' }),
    headers,
    body: json.optional(),
  }),
  z.object({ type: z.literal('response'), status: z.int(), headers, body: json.optional() }),
  z.object({ type: z.literal('lost'), reason: z.string() }).meta({ description: 'There is no answer.' }),
  z.object({ type: z.literal('open') }),
  z.object({ type: z.literal('frame'), body: json.optional() }),
  z.object({ type: z.literal('close'), code: z.int(), reason: z.string() }),
]);
export type RawMessage = z.infer<typeof rawMessage>;

const base = {
  index: z.int().nonnegative().meta({ description: 'Place in the history, from 0.' }),
  time: z.int().meta({ description: 'Virtual milliseconds since the scenario began.' }),
  actor: z.string().meta({
    description: 'Who did it: an actor of the scenario, "target", "network", "observer", "adapter" or "harness".',
  }),
  cause: z.int().nonnegative().optional().meta({ description: 'Index of the event that led to this one.' }),
};
/** On the wire: `op` joins a request and all that answers it, `msg` is one message from send to deliver or drop. */
const onTheWire = {
  ...base,
  operation: z.string(),
  op: z.int(),
  msg: z.int(),
};

/**
 * One line of a trace. `send`, `deliver` and `drop` are the life of a message: sent by `actor`, delivered
 * to `actor`, dropped by the network. A duplicate is delivered twice under one `msg`.
 */
export const historyEvent = z
  .discriminatedUnion('kind', [
    z.object({ ...onTheWire, kind: z.literal('send'), message: wireMessage }),
    z.object({ ...onTheWire, kind: z.literal('deliver'), message: wireMessage }),
    z.object({ ...onTheWire, kind: z.literal('drop'), message: wireMessage, reason: z.string() }),
    z
      .object({
        ...base,
        kind: z.literal('outcome'),
        operation: z.string(),
        op: z.int(),
        outcome: z.enum(['ok', 'failed', 'unknown']),
        status: z.int().nullable(),
        code: z.string().nullable(),
      })
      .meta({
        description: 'An operation ended for the one who asked: ok, failed (did not happen), unknown (may have).',
      }),
    z.object({ ...base, kind: z.literal('verb'), verb: z.string(), args: json, refused: z.string().optional() }).meta({
      description: 'A simulator was told to do something; `refused` says why it could not.',
    }),
    z.object({ ...base, kind: z.literal('report'), report: z.string(), detail: json }).meta({
      description: 'Something a simulator shows its user or logs.',
    }),
    z
      .object({
        ...base,
        kind: z.literal('fault'),
        entry: z.int().nonnegative(),
        fault: z.string(),
        detail: z.string().optional().meta({ description: 'Which of its kinds, where it has some: lost or stale.' }),
        op: z.int().optional(),
      })
      .meta({ description: 'An entry of the fault plan fired.' }),
    z.object({ ...base, kind: z.literal('gate'), call: z.string(), op: z.int().nullable() }).meta({
      description: 'A schedule point inside the target was opened: what it does next reaches a store or a node.',
    }),
    z
      .object({ ...base, kind: z.literal('alarm'), object: z.string(), late: z.int().nonnegative() })
      .meta({ description: 'An alarm of the target fired, `late` milliseconds after it was due.' }),
    z.object({ ...base, kind: z.literal('advance'), ms: z.int() }).meta({ description: 'The clock was moved on.' }),
    z
      .object({ ...base, kind: z.literal('at-once'), phase: z.enum(['begin', 'arrived', 'end']), operations: z.int() })
      .meta({
        description: 'Steps at once: all sent, all inside the target, all answered.',
      }),
    z.object({ ...base, kind: z.literal('phase'), phase: z.enum(['play', 'observe', 'end']) }),
    z
      .object({
        ...base,
        kind: z.literal('violation'),
        by: z.enum(['target', 'simulator', 'adapter', 'harness']),
        detail: z.string(),
        of: z.int(),
      })
      .meta({ description: 'A message that is not as the contract says; `of` is its event.' }),
    z
      .object({
        ...base,
        kind: z.literal('log'),
        level: z.enum(['debug', 'info', 'log', 'warn', 'error', 'exception']),
        source: z.string().meta({
          description: 'Who it is: "Worker", another one by its name, or an object by its class and number.',
        }),
        text: z.string(),
        op: z.int().optional().meta({ description: 'The operation that it was doing; none for an alarm or a hook.' }),
      })
      .meta({
        description:
          'What the code of a Worker on the stage says with console.*, or throws and nobody in it catches (level "exception"). Credentials are left out, and so is what is too long or too much.',
      }),
    z.object({ ...base, kind: z.literal('wire'), number: z.int().positive(), raw: rawMessage }).meta({
      description:
        'What an adapter says to the system behind it ("adapter"), or hears of it ("target", "network"). `number` joins a request, or the opening of a socket, and all that belongs to it; `cause` is the message of the contract that it was said for.',
    }),
  ])
  .meta({ id: 'HistoryEvent' });
export type HistoryEvent = z.infer<typeof historyEvent>;
export type EventKind = HistoryEvent['kind'];
export type EventOf<K extends EventKind> = Extract<HistoryEvent, { kind: K }>;

/** All that crossed the links of one scenario, in order. */
export type History = readonly HistoryEvent[];

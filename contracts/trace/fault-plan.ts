import { z } from 'zod';

const where = z
  .strictObject({
    actor: z.string().optional().meta({
      description: 'Who sends the request: an actor of the scenario; "alarm" for what the provider does by itself.',
    }),
    operation: z.string().optional().meta({ description: 'Operation of the contract, or "alarm".' }),
    frame: z.string().optional().meta({ description: 'Type of a frame on a socket, either way.' }),
    nth: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Which one, from 1, counted per actor and operation (or frame). Default: every one.' }),
    session: z
      .string()
      .optional()
      .meta({ description: 'Only where the path or the frame names this session (id or alias).' }),
    containing: z.string().optional().meta({ description: 'Only where the body has this text.' }),
  })
  .meta({ id: 'Where' });

const milliseconds = z.int().positive();
/**
 * Which call made while handling the operation: counted from 1 among calls of that kind. What strikes the called object
 * strikes, at a frame, the one that takes the frame, whatever is counted here.
 */
const call = z.int().positive().default(1);
const kindOfCall = z.enum(['object', 'database', 'outbound']);

/** Faults on the way between a simulator and the target. */
const onTheWay = [
  z.strictObject({
    kind: z.literal('status').meta({ description: 'Something in between answers; the target never sees the request.' }),
    status: z.int().min(400).max(599),
    retryAfter: z.int().positive().optional().meta({ description: 'Retry-After, in seconds.' }),
  }),
  z.strictObject({
    kind: z.literal('lost').meta({ description: 'The connection breaks before the target sees the request.' }),
  }),
  z.strictObject({
    kind: z
      .literal('answer-lost')
      .meta({ description: 'The target handles the request; the connection breaks before its answer arrives.' }),
  }),
  z.strictObject({
    kind: z
      .literal('timeout')
      .meta({ description: 'The target handles the request; its answer never comes, the connection stays.' }),
  }),
  z.strictObject({
    kind: z
      .literal('delay')
      .meta({ description: 'Request or frame arrives later (slow, or out of order with others).' }),
    ms: milliseconds,
  }),
  z.strictObject({ kind: z.literal('duplicate').meta({ description: 'Request or frame arrives twice.' }) }),
  z.strictObject({ kind: z.literal('reorder').meta({ description: 'A frame changes places with the one after it.' }) }),
  z.strictObject({
    kind: z
      .literal('socket-dropped')
      .meta({ description: 'The socket breaks (1006) instead of delivering this frame.' }),
  }),
  z.strictObject({
    kind: z
      .literal('socket-closed')
      .meta({ description: 'The socket is closed with a code instead of delivering this frame.' }),
    code: z.int().min(1000).max(4999),
  }),
  z.strictObject({
    kind: z.literal('half-open').meta({ description: 'From this frame on nothing arrives, and nobody is told.' }),
  }),
] as const;

/** Faults inside the embedded control plane or a user\'s Worker: each really happens there. */
const inside = [
  z.strictObject({
    kind: z
      .literal('object-unavailable')
      .meta({ description: 'The call to the object is refused before it runs (retryable).' }),
    call,
  }),
  z.strictObject({
    kind: z
      .literal('object-overloaded')
      .meta({ description: 'The call to the object is refused before it runs (overloaded).' }),
    call,
  }),
  z.strictObject({
    kind: z.literal('object-reset').meta({
      description: 'The called object is reset before it runs the call: memory and sockets gone, storage kept.',
    }),
    call,
  }),
  z.strictObject({
    kind: z
      .literal('storage-write-failed')
      .meta({ description: 'The called object runs, its writes fail: they are rolled back and it is reset.' }),
    call,
  }),
  z.strictObject({
    kind: z
      .literal('answer-lost-after-commit')
      .meta({ description: 'The called object commits, then is reset before its answer leaves.' }),
    call,
  }),
  z.strictObject({
    kind: z
      .literal('object-evicted')
      .meta({ description: 'Before the operation arrives, all objects leave memory; sockets hibernate.' }),
  }),
  z.strictObject({
    kind: z
      .literal('database-failed')
      .meta({ description: 'The database call fails: before it ran, or after it committed.' }),
    call,
    committed: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z
      .literal('object-crashed')
      .meta({ description: 'The object that makes the call is reset right before or after it.' }),
    on: kindOfCall,
    call,
    when: z.enum(['before', 'after']).default('after'),
  }),
  z.strictObject({
    kind: z
      .literal('process-killed')
      .meta({ description: 'The whole process is killed right before or after the call, and starts again.' }),
    on: kindOfCall,
    call,
    when: z.enum(['before', 'after']).default('after'),
  }),
  z.strictObject({
    kind: z.literal('registry-diverged').meta({
      description:
        'Before the frame is handled, the registry of query loops parts from the store, for the sessions the frame names. lost: their loops are gone, without a word. stale: each has a loop that the store knows nothing of.',
    }),
    how: z.enum(['lost', 'stale']),
  }),
  z.strictObject({
    kind: z.literal('alarm-late').meta({ description: 'An alarm fires this much after it is due.' }),
    ms: milliseconds,
  }),
  z.strictObject({
    kind: z.literal('alarm-twice').meta({ description: 'An alarm fires a second time right after it has run.' }),
  }),
] as const;

/** Faults of the node that runs workspaces. */
const ofTheNode = [
  z.strictObject({
    kind: z.literal('node-refuses').meta({ description: 'The node answers this status and runs nothing.' }),
    status: z.int().min(400).max(599),
  }),
  z.strictObject({
    kind: z.literal('node-silent').meta({ description: 'The node never answers; it may still run what was asked.' }),
    runs: z.boolean(),
  }),
] as const;

export const fault = z.discriminatedUnion('kind', [...onTheWay, ...inside, ...ofTheNode]).meta({ id: 'Fault' });
export type Fault = z.infer<typeof fault>;
export type FaultKind = Fault['kind'];

const kindsOf = (faults: readonly z.ZodObject<{ kind: z.ZodLiteral<string> }>[]) =>
  new Set(faults.map((entry) => entry.shape.kind.value));

/** Kinds that need a target whose inside the harness controls. */
export const insideKinds: ReadonlySet<string> = kindsOf(inside);
/** Kinds that a node carries out. */
export const nodeKinds: ReadonlySet<string> = kindsOf(ofTheNode);

/** What breaks, where and when: plain data that prints, saves, generates and shrinks. */
export const faultPlan = z.array(z.strictObject({ where, fault })).meta({ id: 'FaultPlan' });
export type FaultPlan = z.infer<typeof faultPlan>;
/** A plan as it is written by hand: defaults may be left out. */
export type FaultPlanInput = z.input<typeof faultPlan>;
export type Where = z.infer<typeof where>;

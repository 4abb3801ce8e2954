/** Reads phase sessions out of answers and frames. What is not as the contract says reads as absent. */
import {
  criticalParameters,
  type FeedFrame,
  type PhaseFrame,
  type PhaseIntent,
  type PhaseModel,
  type PhaseParameters,
  type PhaseSession,
  phaseOperations,
} from '../../../../contracts/wire/index.ts';
import type { Exchange } from '../../check.ts';
import { comparable, fields, list, param, type Said, text } from '../../reading.ts';

export type PhaseOperation = keyof typeof phaseOperations;

/** Is this one of the operations of phases? */
export function isPhaseOperation(operation: string | undefined): operation is PhaseOperation {
  return operation !== undefined && operation in phaseOperations;
}

export function isPhaseSession(value: unknown): value is PhaseSession {
  const { sessionId, taskId, phase, state, version, model } = fields(value);
  const texts = [sessionId, taskId, phase, state, fields(model).modelId, fields(model).version];
  return texts.every((one) => text(one) !== undefined) && typeof version === 'number';
}

/** Is this entry of the feed about a phase session? */
export function isOfPhase(frame: FeedFrame): frame is PhaseFrame {
  return frame.type.startsWith('phase.');
}

const bodies: ReadonlySet<string> = new Set<PhaseOperation>([
  'lookupPhase',
  'getPhaseSession',
  'beginPhaseSession',
  'finishPhaseSession',
  'cancelPhaseSession',
  'updatePhaseSession',
]);

/** All sessions that an answer shows as visible. */
export function phaseSessionsIn({ exchange, status, body }: Said): PhaseSession[] {
  if (status >= 300) return [];
  const shown = bodies.has(exchange.operation) ? [body] : wrapped(exchange.operation, body);
  return shown.filter(isPhaseSession);
}

function wrapped(operation: string, body: Record<string, unknown>): unknown[] {
  if (operation === 'startPhase') return [body.session];
  if (operation === 'listPhaseSessions') return list(body.sessions);
  if (operation === 'replacePhaseSessions') return list(body.results).map((result) => fields(result).session);
  // A deleted one is exported too.
  return operation === 'exportPhaseSession' && fields(body.session).deletedAt === null ? [body.session] : [];
}

/** Task and phase, of which one session is visible at a time. */
export function slotOf({ taskId, phase }: { taskId: unknown; phase: unknown }): string {
  return `${taskId}/${phase}`;
}

/** What decides whether two sessions have the same model (PHASE-3). */
export interface Configuration {
  model: PhaseModel;
  parameters: PhaseParameters;
}

export type ChangeReason = 'model' | 'version' | 'parameters';

/** Why one is another model than the other; undefined: it is the same (PHASE-3). */
export function modelChange(has: Configuration, wanted: Configuration): ChangeReason | undefined {
  if (has.model.modelId !== wanted.model.modelId) return 'model';
  if (majorOf(has.model) !== majorOf(wanted.model)) return 'version';
  const differs = criticalParameters.some((name) => has.parameters[name] !== wanted.parameters[name]);
  return differs ? 'parameters' : undefined;
}

const majorOf = ({ version }: PhaseModel) => version.split('.', 1)[0];

export const nameOf = ({ model }: Configuration): string => `${model.modelId} ${model.version}`;

/** One session that a request wants to start. */
export interface Wish extends Configuration {
  exchange: Exchange;
  /** Its place in the request; results are in the same order. */
  place: number;
  slot: string;
  replace: PhaseIntent | undefined;
}

/** What a request wants to start; nothing where it is malformed. */
export function wishesOf(exchange: Exchange): Wish[] {
  const body = exchange.sent.message.body;
  const items =
    exchange.operation === 'startPhase'
      ? [{ ...fields(body), taskId: param(exchange, 'taskId'), phase: param(exchange, 'phase') }]
      : exchange.operation === 'replacePhaseSessions'
        ? list(fields(body).items).map(fields)
        : [];
  return items.flatMap((item, place) => wishOf(exchange, item, place) ?? []);
}

function wishOf(exchange: Exchange, item: Record<string, unknown>, place: number): Wish | undefined {
  const { modelId, version } = fields(item.model);
  const intent = fields(item.replace);
  if (text(modelId) === undefined || text(version) === undefined) return undefined;
  return {
    exchange,
    place,
    slot: slotOf({ taskId: item.taskId, phase: item.phase }),
    model: item.model as PhaseModel,
    parameters: fields(item.parameters) as PhaseParameters,
    replace: text(intent.sessionId) === undefined ? undefined : (intent as PhaseIntent),
  };
}

/** What became of a wish, as an answer says. */
export interface Reply {
  answer: Said;
  /** The problem, or the refusal of this one among several; undefined: it went well. */
  code: string | undefined;
  /** Why not, in words. */
  detail: string | undefined;
  outcome: string | undefined;
  /** The session in the way, where a refusal names it; null: there is none. */
  current: Record<string, unknown> | null | undefined;
  session: PhaseSession | undefined;
}

export function replyTo({ place }: Wish, answer: Said): Reply {
  const { exchange, status, body } = answer;
  const result =
    exchange.operation === 'replacePhaseSessions' && status < 300 ? fields(list(body.results)[place]) : body;
  return {
    answer,
    code: text(result.code),
    detail: text(result.detail),
    outcome: status < 300 ? text(result.outcome) : undefined,
    current: result.current === null ? null : result.current === undefined ? undefined : fields(result.current),
    session: isPhaseSession(result.session) ? result.session : undefined,
  };
}

/** What a session is made of, but for the name of its model, which others change. */
export function contentOf(session: PhaseSession): string {
  const { modelName: _, parameters, model, ...rest } = session;
  const sorted = Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1));
  return comparable([sorted, model.modelId, model.version, parametersOf(parameters)]) ?? '';
}

/** Parameters as a text that can be compared. */
export function parametersOf(parameters: PhaseParameters): string {
  return comparable(Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1))) ?? '';
}

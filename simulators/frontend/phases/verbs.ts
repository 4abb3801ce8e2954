import { z } from 'zod';
import { type PhaseStart, phase, phaseIntent, phaseModel, phaseParameters } from '../../../contracts/wire/index.ts';
import { always, verbsOf } from '../../verbs.ts';
import type { PhaseAnswer } from './api.ts';
import type { Desk } from './desk.ts';
import type { PhaseAsked, PhaseMessagesRead, PhaseSessionsRead } from './results.ts';

const verb = verbsOf<Desk>();
const none = z.object({});
const sessionId = z.string();
const taskId = z.string();
const ofSession = z.object({ sessionId });
const ofModel = z.object({ modelId: z.string() });
/** Rows a page; default: the provider's. All pages are read. */
const limit = z.int().positive().optional();
const starting = z.object({ taskId, phase, model: phaseModel, parameters: phaseParameters.optional() });

const asks = ({ starts }: Desk): true | string => starts.dialog !== null || 'nothing is asked';
const locked = ({ requests }: Desk, { sessionId }: { sessionId: string }): true | string =>
  requests.locks.has(sessionId) || 'it has no lock of this session';

/** All that a person can do with the phases of a project. In the journal they are `phases.` and their name. */
export const phaseVerbs = {
  watch: verb({
    name: 'phases.watch',
    args: none,
    enabled: always,
    run: (desk): Promise<PhaseSessionsRead> => desk.load(),
  }),
  start: verb({
    name: 'phases.start',
    args: starting,
    enabled: always,
    run: ({ starts }, { taskId, phase, model, parameters }): Promise<PhaseAsked<PhaseStart>> =>
      starts.start(taskId, phase, { model, ...(parameters && { parameters }) }),
  }),
  confirm: verb({
    name: 'phases.confirm',
    args: none,
    enabled: asks,
    run: ({ starts }): Promise<PhaseAsked<PhaseStart> | undefined> => starts.confirm(),
  }),
  dismiss: verb({ name: 'phases.dismiss', args: none, enabled: asks, run: ({ starts }): void => starts.dismiss() }),
  again: verb({
    name: 'phases.again',
    args: none,
    enabled: ({ starts }): true | string => starts.isRepeatable || 'there is no start to repeat',
    run: ({ starts }): Promise<PhaseAsked<PhaseStart> | undefined> => starts.again(),
  }),
  lookup: verb({
    name: 'phases.lookup',
    args: z.object({ taskId, phase }),
    enabled: always,
    run: (desk, params): Promise<PhaseAsked<PhaseAnswer<'lookupPhase'>>> => desk.requests.lookup(params),
  }),
  list: verb({
    name: 'phases.list',
    args: z.object({ taskId: taskId.optional(), limit }),
    enabled: always,
    run: (desk, { taskId, limit }): Promise<PhaseSessionsRead> => desk.result(desk.api.sessions(taskId, limit)),
  }),
  read: verb({
    name: 'phases.read',
    args: ofSession,
    enabled: always,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'getPhaseSession'>>> =>
      desk.result(desk.api.ask('getPhaseSession', { params: { sessionId } }), sessionId),
  }),
  messages: verb({
    name: 'phases.messages',
    args: z.object({ sessionId, limit }),
    enabled: always,
    run: (desk, { sessionId, limit }): Promise<PhaseMessagesRead> => desk.result(desk.api.messages(sessionId, limit)),
  }),
  say: verb({
    name: 'phases.say',
    args: z.object({ sessionId, content: z.string(), messageId: z.string().optional() }),
    enabled: always,
    run: (
      desk,
      { sessionId, content, messageId = desk.ports.random.uuid() },
    ): Promise<PhaseAsked<PhaseAnswer<'sendPhaseMessage'>> & { messageId: string }> =>
      desk.requests.say(sessionId, { messageId, content }),
  }),
  begin: verb({
    name: 'phases.begin',
    args: ofSession,
    enabled: always,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'beginPhaseSession'>>> =>
      desk.result(desk.api.ask('beginPhaseSession', { params: { sessionId } }), sessionId),
  }),
  finish: verb({
    name: 'phases.finish',
    args: z.object({ sessionId, state: z.enum(['completed', 'failed']) }),
    enabled: always,
    run: (desk, { sessionId, state }): Promise<PhaseAsked<PhaseAnswer<'finishPhaseSession'>>> =>
      desk.result(desk.api.ask('finishPhaseSession', { params: { sessionId }, body: { state } }), sessionId),
  }),
  cancel: verb({
    name: 'phases.cancel',
    args: ofSession,
    enabled: always,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'cancelPhaseSession'>>> =>
      desk.result(desk.api.ask('cancelPhaseSession', { params: { sessionId } }), sessionId),
  }),
  rename: verb({
    name: 'phases.rename',
    args: z.object({ sessionId, title: z.string().nullable(), lockId: z.string().optional() }),
    enabled: (desk, { sessionId }): true | string =>
      desk.session(sessionId) !== undefined || 'this session is not shown',
    run: (desk, { sessionId, title, lockId }): Promise<PhaseAsked<PhaseAnswer<'updatePhaseSession'>>> =>
      desk.requests.rename(sessionId, title, lockId),
  }),
  lock: verb({
    name: 'phases.lock',
    args: ofSession,
    enabled: always,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'lockPhaseSession'>>> => desk.requests.lock(sessionId),
  }),
  renew: verb({
    name: 'phases.renew',
    args: ofSession,
    enabled: locked,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'renewPhaseLock'>>> => desk.requests.renew(sessionId),
  }),
  unlock: verb({
    name: 'phases.unlock',
    args: ofSession,
    enabled: locked,
    run: (desk, { sessionId }): Promise<PhaseAsked<null>> => desk.requests.unlock(sessionId),
  }),
  replaceAll: verb({
    name: 'phases.replaceAll',
    args: z.object({ items: z.array(starting.extend({ replace: phaseIntent.optional() })) }),
    enabled: (desk, { items }): true | string =>
      items.every((item) => desk.requests.intent(item) !== undefined) || 'a session to replace is not shown',
    run: (desk, { items }): Promise<PhaseAsked<PhaseAnswer<'replacePhaseSessions'>>> => desk.requests.replaceAll(items),
  }),
  deleteAll: verb({
    name: 'phases.deleteAll',
    args: z.object({ sessionIds: z.array(sessionId) }),
    enabled: always,
    run: (desk, { sessionIds }): Promise<PhaseAsked<PhaseAnswer<'deletePhaseSessions'>>> =>
      desk.requests.deleteAll(sessionIds),
  }),
  deleteModel: verb({
    name: 'phases.deleteModel',
    args: ofModel,
    enabled: always,
    run: (desk, params): Promise<PhaseAsked<null>> => desk.result(desk.api.ask('deleteModel', { params })),
  }),
  restoreModel: verb({
    name: 'phases.restoreModel',
    args: ofModel,
    enabled: always,
    run: (desk, params): Promise<PhaseAsked<null>> => desk.result(desk.api.ask('restoreModel', { params })),
  }),
  setLocking: verb({
    name: 'phases.setLocking',
    args: z.object({ pessimistic: z.boolean() }),
    enabled: always,
    run: (desk, { pessimistic }): Promise<PhaseAsked<PhaseAnswer<'phaseSettings'>>> =>
      desk.result(desk.api.ask('phaseSettings', { body: { pessimistic_locking_enabled: pessimistic } })),
  }),
  export: verb({
    name: 'phases.export',
    args: ofSession,
    enabled: always,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'exportPhaseSession'>>> =>
      desk.result(desk.api.ask('exportPhaseSession', { params: { sessionId } })),
  }),
  readArchived: verb({
    name: 'phases.readArchived',
    args: ofSession,
    enabled: always,
    run: (desk, { sessionId }): Promise<PhaseAsked<PhaseAnswer<'readArchived'>>> =>
      desk.result(desk.api.ask('readArchived', { params: { sessionId } })),
  }),
  archiveRuns: verb({
    name: 'phases.archiveRuns',
    args: none,
    enabled: always,
    run: (desk): Promise<PhaseAsked<PhaseAnswer<'listArchiveRuns'>>> => desk.result(desk.api.ask('listArchiveRuns')),
  }),
  metrics: verb({
    name: 'phases.metrics',
    args: none,
    enabled: always,
    run: (desk): Promise<PhaseAsked<PhaseAnswer<'phaseMetrics'>>> => desk.result(desk.api.ask('phaseMetrics')),
  }),
};

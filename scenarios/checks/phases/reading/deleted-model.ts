import { type PhaseSession, phaseTexts } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param, type Said, text } from '../../reading.ts';
import { repliesTo } from '../story/causes.ts';
import { phaseSessionsIn } from '../story/rows.ts';
import type { PhaseStory } from '../story/story.ts';
import { windowOf } from '../story/windows.ts';

/** A session outlives its model, but nothing runs in it (PHASE-7). */
export const deletedModel = check({
  id: 'deleted-model',
  level: 'MUST',
  requirements: ['PHASE-7'],
  sentence:
    'A session whose model was deleted is listed and found as "Model Not Found"; starting and sending with that model are refused, naming it.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        // Otherwise nothing is special about models.
        if (phases.asked('deleteModel').length === 0) return found;
        for (const answer of phases.answers()) {
          for (const session of phaseSessionsIn(answer)) judgeName(phases, session, answer, found);
        }
        for (const { wrong, message, events, life, answer } of phases.views) {
          const model = life?.versions[0]?.row.model.modelId;
          if (wrong !== 'missing' || model === undefined) continue;
          if (phases.modelAt(model, windowOf(answer)).has('deleted')) found.breach(message, ...events);
        }
        judgeStarts(phases, found);
        for (const answer of phases.answers('sendPhaseMessage', 'beginPhaseSession')) judgeRun(phases, answer, found);
        return found;
      },
    };
  },
});

function judgeName(phases: PhaseStory, session: PhaseSession, answer: Said, found: Findings): void {
  const { modelId } = session.model;
  const states = phases.modelAt(modelId, windowOf(answer));
  const names = [...states].map((state) => (state === 'deleted' ? phaseTexts.modelNotFound : modelId));
  found.judged += 1;
  if (names.includes(session.modelName)) return;
  const message = `${answer.exchange.operation} shows the model of session ${session.sessionId} as "${session.modelName}" instead of "${names.join('" or "')}".`;
  found.breach(message, ...changes(phases, modelId), answer.index);
}

function judgeStarts(phases: PhaseStory, found: Findings): void {
  for (const wish of phases.wishes) {
    for (const { code, detail, outcome, answer } of repliesTo(wish))
      judgeUse(
        phases,
        wish.model.modelId,
        { code, detail, isDone: outcome !== undefined && outcome !== 'refused', answer },
        found,
      );
  }
}

/** A message that was stored before is only answered again: it runs nothing. */
function judgeRun(phases: PhaseStory, answer: Said, found: Findings): void {
  const { exchange, status, body } = answer;
  const life = phases.truth?.lives.get(param(exchange, 'sessionId'));
  const modelId = life?.versions[0]?.row.model.modelId;
  if (modelId === undefined) return;
  const isDone = exchange.operation === 'sendPhaseMessage' ? status === 201 : status === 200;
  judgeUse(phases, modelId, { code: text(body.code), detail: text(body.detail), isDone, answer }, found);
}

interface Use {
  code: string | undefined;
  detail: string | undefined;
  isDone: boolean;
  answer: Said;
}

function judgeUse(phases: PhaseStory, modelId: string, { code, detail, isDone, answer }: Use, found: Findings): void {
  const states = phases.modelAt(modelId, windowOf(answer));
  const { operation } = answer.exchange;
  const breach = (message: string) => found.breach(message, ...changes(phases, modelId), answer.index);
  if (code === 'model_deleted' || isDone) found.judged += 1;
  if (isDone && !states.has('there'))
    breach(`${operation} was answered ${answer.status}, though model ${modelId} was deleted.`);
  if (code !== 'model_deleted') return;
  if (!states.has('deleted')) breach(`${operation} was refused for model ${modelId}, which was not deleted.`);
  if (!detail?.includes(modelId)) breach(`${operation} was refused without naming model ${modelId}.`);
}

/** Answers to those who deleted or restored a model. */
function changes(phases: PhaseStory, modelId: string): number[] {
  const answers = phases.answers('deleteModel', 'restoreModel');
  return answers.filter(({ exchange }) => param(exchange, 'modelId') === modelId).map(({ index }) => index);
}

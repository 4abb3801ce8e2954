import { describe, expect, test } from 'vitest';
import { feedFrame, isPhaseFrame } from '../frames.ts';
import { problem } from '../problems.ts';
import { phaseEventTypes } from './events.ts';
import { parseMetrics } from './metrics.ts';
import {
  modelId,
  newPhaseSession,
  type PhaseSession,
  phaseConflict,
  phaseFailure,
  phaseParameters,
} from './session.ts';
import { phaseReplacements, phaseStart } from './starts.ts';
import { endedPhaseStates, phaseState, phaseStateMeanings, phaseStates, phaseTransitions } from './states.ts';
import { phaseTexts } from './texts.ts';

const sessionId = '2c5e8a71-4d36-4b9f-8e02-7a1c3f5d9b64';
const session: PhaseSession = {
  sessionId,
  projectId: '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10',
  taskId: 'b3a1f0c4-7d52-4e0b-8a64-91c2d7e5f308',
  phase: 'planning',
  model: { modelId: 'm', version: '1.0' },
  modelName: 'm',
  parameters: { temperature: 0.2, reasoning_effort: 'low', stream: true },
  state: 'created',
  version: 1,
  title: null,
  userId: 'ada',
  createdAt: 1,
  updatedAt: 1,
  startedAt: null,
  endedAt: null,
  deletedAt: null,
  replacedBy: null,
};

describe('the states of a phase session', () => {
  test('have a meaning each, which the schema tells', () => {
    for (const state of phaseStates) {
      expect(phaseState.meta()?.description).toContain(`${state}: ${phaseStateMeanings[state]}`);
    }
  });

  test('end where nothing follows, and none follows itself (PHASE-18)', () => {
    expect([...endedPhaseStates]).toEqual(['completed', 'failed', 'cancelled']);
    for (const state of phaseStates) expect(phaseTransitions[state]).not.toContain(state);
  });
});

describe('what a phase is started with', () => {
  test.each(['gpt-4.1', 'a', 'A_b-c.d'])('%s names a model', (name) => {
    expect(modelId.parse(name)).toBe(name);
  });
  test.each(['', '.', '../x', 'a/b', 'a b', 'é', 'x'.repeat(101)])('%j names none', (name) => {
    expect(modelId.safeParse(name).success).toBe(false);
  });
  test.each(['1', '1.', 'v1.0', '1.0.0', '-1.0'])('%s is no version', (version) => {
    expect(newPhaseSession.safeParse({ model: { modelId: 'm', version } }).success).toBe(false);
  });
  test('parameters are texts, numbers and booleans', () => {
    expect(phaseParameters.safeParse({ stop: ['a'] }).success).toBe(false);
    expect(phaseParameters.safeParse({ '': 1 }).success).toBe(false);
  });
  test('up to a hundred may be replaced at once', () => {
    const { taskId, phase, model } = session;
    const items = Array.from({ length: 101 }, () => ({ taskId, phase, model, replace: { sessionId, version: 1 } }));
    expect(phaseReplacements.safeParse({ items }).success).toBe(false);
    expect(phaseReplacements.safeParse({ items: items.slice(1) }).success).toBe(true);
    expect(phaseReplacements.safeParse({ items: [] }).success).toBe(false);
  });
});

describe('what a start is answered', () => {
  test('has its text word for word (PHASE-1, PHASE-2)', () => {
    const existing = { outcome: 'existing', session, message: phaseTexts.existing };
    expect(phaseStart.parse(existing)).toEqual(existing);
    expect(phaseStart.safeParse({ ...existing, message: 'There is one.' }).success).toBe(false);
    const replaced = { outcome: 'replaced', session, replaced: sessionId, message: phaseTexts.warning };
    expect(phaseStart.parse(replaced)).toEqual(replaced);
  });

  test('names the session in the way, or the id of a failure (PHASE-2, PHASE-9)', () => {
    const conflict = problem('model_conflict', phaseTexts.conflict);
    const current = { sessionId, version: 1, model: session.model, state: session.state };
    expect(phaseConflict.parse({ ...conflict, current }).current).toEqual(current);
    expect(phaseConflict.parse({ ...conflict, current: null }).current).toBeNull();
    expect(phaseConflict.safeParse(conflict).success).toBe(false);
    const failure = problem('unavailable', phaseTexts.unavailable);
    expect(phaseFailure.safeParse(failure).success).toBe(false);
    expect(phaseFailure.parse({ ...failure, errorId: sessionId }).errorId).toBe(sessionId);
  });
});

test.each([
  { type: 'phase.started', session, replaced: null },
  { type: 'phase.changed', session },
  { type: 'phase.deleted', taskId: session.taskId, phase: session.phase },
])('$type is an entry of the feed', (entry) => {
  const frame = feedFrame.parse({ ...entry, cursor: 1, sessionId, at: 1 });
  expect([isPhaseFrame(frame), phaseEventTypes.has(frame.type)]).toEqual([true, true]);
});

test('samples of metrics are read by name and labels', () => {
  const text = '# HELP a What.\n# TYPE a counter\na 3\nb{reason="model"} 0.25\n';
  expect([...parseMetrics(text)]).toEqual([
    ['a', 3],
    ['b{reason="model"}', 0.25],
  ]);
});

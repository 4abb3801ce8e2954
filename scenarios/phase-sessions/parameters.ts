import type { PhaseParameters } from '../../contracts/wire/index.ts';
import { model, newTask } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/parameters', {
  title:
    'Another value of a critical parameter is another model, and so is one that is missing; other parameters are not',
  requirements: ['PHASE-3'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const first = { temperature: 0.2, top_p: 0.9 };
    for (const parameters of [
      first,
      { temperature: 0.2, top_p: 0.5, style: 'brief' },
      { temperature: 0.3, top_p: 0.9 },
      { ...first, reasoning_effort: 'high' },
      { ...first, max_tokens: 4096 },
      { top_p: 0.9 },
    ] satisfies PhaseParameters[] as PhaseParameters[]) {
      await phases.start({ taskId, phase: 'planning', model: model('sonnet'), parameters });
    }
    await phases.confirm();
    await phases.start({ taskId, phase: 'planning', model: model('sonnet'), parameters: first });
    for (const temperature of [0, undefined, '0', 0]) {
      const parameters: PhaseParameters = temperature === undefined ? {} : { temperature };
      await phases.start({ taskId, phase: 'debug', model: model('sonnet'), parameters });
    }
    await phases.list({ taskId });
  },
});

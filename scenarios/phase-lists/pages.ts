import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const four = ['planning', 'implementation', 'verification', 'debug'] as const;

export default scenario('phase-lists/pages', {
  title: 'A page of many sessions costs as many queries as a page of one, and all pages have each session once',
  requirements: ['PHASE-14', 'PHASE-4'],
  needs: ['phases'],
  checks: ['queries-constant', 'started-is-visible'],
  async play(world) {
    const { frontend } = world;
    const { phases } = frontend;
    const tasks = [await newTask(world), await newTask(world, 'Paint the shed.')];
    await phases.metrics();
    await phases.list();
    await phases.metrics();
    const ids = [];
    for (const taskId of tasks)
      for (const phase of four)
        ids.push((await startPhase(frontend, { taskId, phase, model: model('small') })).sessionId);
    await phases.metrics();
    await phases.list({ limit: 8 });
    await phases.metrics();
    await phases.list({ limit: 3 });
    await phases.metrics();
    await phases.list({ taskId: tasks[1] ?? '', limit: 1 });
    await phases.metrics();
    for (const sessionIds of [ids.slice(0, 2), ids.slice(2)]) {
      await phases.deleteAll({ sessionIds });
      await phases.metrics();
    }
    await phases.list({ limit: 1 });
    await phases.metrics();
  },
});

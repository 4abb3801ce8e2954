import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/duplicated-on-the-way', {
  title: 'A submit that the network delivers twice makes one task',
  requirements: ['TASK-1'],
  needs: ['tasks'],
  faults: [{ where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'duplicate' } }],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play({ frontend, clock }) {
    await frontend.submit({ message: 'Translate the menu' });
    await clock.settle();
    await frontend.listTasks();
  },
});

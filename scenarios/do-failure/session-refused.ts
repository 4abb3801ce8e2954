import { scenario } from '../play/scenario.ts';

const submit = (nth: number) => ({ actor: 'frontend', operation: 'submitTask', nth });

export default scenario('do-failure/session-refused', {
  title: 'A submit whose session is refused leaves nothing behind, and succeeds when it is sent again',
  requirements: ['TASK-2', 'TASK-3', 'TASK-4'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: submit(1), fault: { kind: 'object-unavailable' } },
    { where: submit(3), fault: { kind: 'object-overloaded' } },
  ],
  checks: ['no-partial-task', 'returned-ids-resolve', 'first-message-stored-once'],
  async play({ frontend, vmAgent, clock }) {
    const refused = await frontend.submit({ message: 'Repair the build' });
    await frontend.listTasks();
    await frontend.resubmit(refused);
    await frontend.submit({ message: 'This one is given up' });
    await vmAgent.assigned();
    await clock.settle();
    await frontend.listSessions();
  },
});

import { scenario } from '../play/scenario.ts';

const submit = (nth: number) => ({ actor: 'frontend', operation: 'submitTask', nth });

export default scenario('do-failure/runner-out-of-reach', {
  title: 'A submit that failed after its session was made is finished, whether or not it is sent again',
  requirements: ['TASK-1', 'TASK-2', 'TASK-4'],
  needs: ['tasks', 'messages', 'time'],
  faults: [
    { where: submit(1), fault: { kind: 'object-unavailable', call: 2 } },
    { where: submit(2), fault: { kind: 'object-overloaded', call: 2 } },
  ],
  checks: ['no-partial-task', 'first-message-stored-once', 'one-session-per-task'],
  async play({ frontend, vmAgent, clock }) {
    await frontend.submit({ message: 'Repair the tests' });
    const again = await frontend.submit({ message: 'Repair the build' });
    const { sessions } = await frontend.listSessions();
    for (const { sessionId } of sessions) await frontend.history({ sessionId });
    await frontend.resubmit(again);
    await clock.advance('2 minutes');
    await vmAgent.assigned();
    await vmAgent.assigned();
    await frontend.listTasks();
  },
});

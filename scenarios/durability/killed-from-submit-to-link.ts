import { scenario } from '../play/scenario.ts';

export default scenario('durability/killed-from-submit-to-link', {
  title: 'A process that is killed in a submit and again before the link leaves one task with one workspace',
  requirements: ['TASK-1', 'TASK-7', 'TASK-17'],
  needs: ['tasks', 'messages', 'time'],
  faults: [
    { where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'process-killed', on: 'object' } },
    {
      where: { operation: 'alarm', containing: 'TaskRunner', nth: 1 },
      fault: { kind: 'process-killed', on: 'outbound' },
    },
  ],
  checks: ['one-session-per-task', 'one-task-per-key', 'one-workspace-left', 'nothing-acknowledged-lost'],
  size: 'large',
  async play({ frontend, vmAgent, clock }) {
    const killed = await frontend.submit({ message: 'Carry on' });
    const { sessionId = '' } = await frontend.resubmit(killed);
    await frontend.send({ sessionId, content: 'Whatever happens' });
    await vmAgent.assigned();
    await clock.advance('11 minutes');
    await frontend.readSession({ sessionId });
  },
});

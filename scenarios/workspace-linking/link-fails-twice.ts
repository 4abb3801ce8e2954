import { scenario } from '../play/scenario.ts';

const runner = (nth: number) => ({ operation: 'alarm', containing: 'TaskRunner', nth });

export default scenario('workspace-linking/link-fails-twice', {
  title: 'A session takes messages of both sides while linking fails, and is linked in the end',
  requirements: ['TASK-6'],
  needs: ['tasks', 'messages', 'time'],
  faults: [
    { where: runner(1), fault: { kind: 'object-unavailable' } },
    { where: runner(2), fault: { kind: 'object-overloaded' } },
  ],
  checks: ['link-retried', 'nothing-acknowledged-lost'],
  async play({ frontend, vmAgent, clock }) {
    const { sessionId = '' } = await frontend.submit({ message: 'Refresh the fixtures' });
    await vmAgent.assigned();
    await frontend.readSession({ sessionId });
    await frontend.send({ sessionId, content: 'All of them' });
    vmAgent.report({ role: 'assistant', content: 'There are forty.' });
    await vmAgent.delivered();
    await clock.advance('11 minutes');
    await frontend.readSession({ sessionId });
  },
});

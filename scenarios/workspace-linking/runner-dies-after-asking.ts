import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/runner-dies-after-asking', {
  title: 'A workspace whose runner dies as it asks for it is linked, or gone, ten minutes later',
  requirements: ['TASK-7'],
  needs: ['tasks', 'time'],
  faults: [
    {
      where: { operation: 'alarm', containing: 'TaskRunner', nth: 1 },
      fault: { kind: 'object-crashed', on: 'outbound', when: 'after' },
    },
  ],
  checks: ['one-workspace-left'],
  async play({ frontend, vmAgent, clock }) {
    const { sessionId = '' } = await frontend.submit({ message: 'Bring the boat home' });
    await vmAgent.assigned();
    await clock.advance('10 minutes');
    await frontend.readSession({ sessionId });
  },
});

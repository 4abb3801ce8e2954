import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/node-silent-for-long', {
  title: 'A task whose node runs the workspace but never says so has none left running in the end',
  requirements: ['TASK-7'],
  needs: ['tasks', 'time'],
  faults: [{ where: { actor: 'target', operation: 'createWorkspace' }, fault: { kind: 'node-silent', runs: true } }],
  checks: ['one-workspace-left', 'one-session-per-task'],
  async play({ frontend, clock }) {
    const { taskId = '', sessionId = '' } = await frontend.submit({ message: 'Try the new machine' });
    await clock.advance('25 minutes');
    await frontend.readTask({ taskId });
    await frontend.readSession({ sessionId });
  },
});

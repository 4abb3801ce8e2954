import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/agreement-lost', {
  title: 'A node whose agreement was lost is asked again for the same workspace, which is linked',
  requirements: ['TASK-5', 'TASK-7'],
  needs: ['tasks'],
  faults: [{ where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['link-holds', 'one-session-per-task'],
  async play(world) {
    const { sessionId } = await world.startTask('Tidy the logs');
    await world.frontend.readSession({ sessionId });
  },
});

import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/sessions', {
  title: 'A session is for users of its project and the VM agent of its workspace, and only the agent completes it',
  requirements: ['SAFE-1'],
  needs: ['tasks'],
  checks: ['access-kept'],
  async play(world) {
    const { projectId, sessionId, workspaceId } = await world.startTask('Hold a meeting.');
    const inSession = { projectId, sessionId };
    const all = await everybody(world, workspaceId);
    for (const { kind, caller } of all) {
      await caller.as(kind).ask('getSession', inSession);
      await caller.as(kind).ask('linkWorkspace', inSession, { body: { workspaceId } });
      await caller.as(kind).ask('completeAgent', inSession);
    }
    for (const { kind, caller } of all) await caller.as(kind).ask('stopSession', inSession);
  },
});

import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/tasks', {
  title: 'Tasks and lists are for users of the project, and another project does not even learn that it exists',
  requirements: ['SAFE-1'],
  needs: ['tasks'],
  checks: ['access-kept'],
  async play(world) {
    const { projectId, taskId, workspaceId } = await world.startTask('Keep the books.');
    for (const { kind, caller } of await everybody(world, workspaceId)) {
      const headers = { 'idempotency-key': caller.uuid() };
      await caller.as(kind).ask('submitTask', { projectId }, { headers, body: { message: `I am a ${kind}.` } });
      await caller.as(kind).ask('getTask', { projectId, taskId });
      await caller.as(kind).ask('listTasks', { projectId });
      await caller.as(kind).ask('listSessions', { projectId });
    }
  },
});

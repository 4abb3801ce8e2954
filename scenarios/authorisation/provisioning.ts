import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/provisioning', {
  title: 'Only administrators make projects and tokens, and anybody may ask what is offered',
  requirements: ['SAFE-1'],
  needs: ['tasks'],
  checks: ['access-kept'],
  async play(world) {
    const { projectId, workspaceId } = await world.startTask('Found a town.');
    const project = { nodeUrl: world.vmAgent.url };
    const token = { role: 'user', projectId, userId: 'mallory', expiresInSeconds: 60 };
    for (const { kind, caller } of await everybody(world, workspaceId)) {
      await caller.as(kind).ask('describe', {});
      await caller.as(kind).ask('createProject', {}, { body: project });
      await caller.as(kind).ask('createToken', {}, { body: token });
    }
  },
});

import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/hello-of-everybody', {
  title: 'Users of the project are connected, and everybody else is turned away with the code for them',
  requirements: ['WEB-14', 'SAFE-1', 'WEB-9'],
  needs: ['live'],
  checks: ['access-kept', 'refused-authentication-is-final', 'nothing-before-connected'],
  async play(world) {
    const { projectId } = world;
    for (const { kind, caller } of await everybody(world, world.caller('maker').uuid())) {
      await caller.as(kind).connect(projectId);
    }
  },
});

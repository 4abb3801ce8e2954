import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/reconnected-after-the-link', {
  title: 'A link that was told while the socket broke is told once after the reconnect',
  requirements: ['TASK-13', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  faults: [
    { where: { actor: 'frontend', frame: 'session.linked', nth: 1 }, fault: { kind: 'socket-dropped' } },
    {
      where: { actor: 'frontend', frame: 'session.agent_completed', nth: 1 },
      fault: { kind: 'socket-closed', code: 1012 },
    },
  ],
  checks: ['lifecycle-events-once', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, vmAgent } = world;
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    await world.startTask('Keep an eye on this');
    await frontend.sees(({ type }) => type === 'session.linked');
    await vmAgent.complete();
    await frontend.sees(({ type }) => type === 'session.agent_completed');
  },
});

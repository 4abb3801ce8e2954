import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/dropped-in-mid-stream', {
  title:
    'A subscriber whose socket breaks in mid-stream gets what it missed once, also what was stored while it was away',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  faults: [{ where: { actor: 'frontend', frame: 'message.new', nth: 2 }, fault: { kind: 'socket-dropped' } }],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Tell a story.');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    const tell = async (...lines: string[]) => {
      for (const content of lines) vmAgent.report({ role: 'assistant', content });
      vmAgent.flush();
      await vmAgent.delivered();
    };
    await tell('Once', 'upon', 'a time');
    await tell('there was', 'a king.');
    await clock.advance('3 seconds');
    await tell('The end.');
  },
});

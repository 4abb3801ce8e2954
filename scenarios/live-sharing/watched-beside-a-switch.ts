import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/watched-beside-a-switch', {
  title: 'A switch ends the watch of the session switched to before, and of no other that the connection watches',
  requirements: ['LIVE-3'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['switch-subscribes'],
  async play(world) {
    const { projectId } = world;
    const caller = world.caller('dashboard', world.userToken);
    const [watched, first, second] = [caller.uuid(), caller.uuid(), caller.uuid()];
    for (const sessionId of [watched, first, second]) {
      await caller.ask('createLiveSession', { projectId, sessionId }, { body: {} });
    }
    const socket = await caller.connect(projectId);
    const say = (frame: object) => caller.say(socket, JSON.stringify(frame));
    await say({ type: 'watch', sessionId: watched, after: 0 });
    await say({ type: 'switch_session', sessionId: first, after: 0 });
    await say({ type: 'switch_session', sessionId: second, after: 0 });
    const { chat } = world.frontend;
    chat.open({ sessionId: watched });
    await chat.ready();
    chat.say({ text: 'Who sees this?' });
    chat.setMode({ mode: 'auto' });
    await world.clock.advance('2 seconds');
  },
});

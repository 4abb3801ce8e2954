import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/token-expires', {
  title: 'A tab whose token has expired is turned away when it comes back, and does not try again',
  requirements: ['WEB-14', 'WEB-8'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [{ where: { actor: 'frontend:guest', frame: 'chunk', nth: 15 }, fault: { kind: 'socket-dropped' } }],
  checks: ['refused-authentication-is-final'],
  async play(world) {
    const { chat } = await world.join('guest', 'guest', 2);
    chat.say({ text: '/count 25' });
    await chat.until(({ state }) => state === 'disconnected');
    await world.clock.advance('1 minute');
  },
});

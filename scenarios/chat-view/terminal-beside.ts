import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/terminal-beside', {
  title:
    'The terminal beside the chat keeps its socket through switching, drops, giving up and reconnecting of the chat',
  requirements: ['WEB-15', 'WEB-8'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: { actor: 'frontend', frame: 'chunk', nth: 2 }, fault: { kind: 'socket-dropped' } },
    ...[2, 3, 4, 5, 6].map((nth) => ({
      where: { actor: 'frontend', operation: 'live', nth },
      fault: { kind: 'lost' as const },
    })),
  ],
  checks: ['terminal-untouched', 'reconnects-bounded'],
  async play(world) {
    const { chat } = world.frontend;
    chat.openTerminal({});
    chat.type({ data: 'ls\n' });
    chat.say({ text: '/count 5' });
    await chat.until(({ state }) => state === 'disconnected');
    chat.type({ data: 'pwd\n' });
    chat.reconnect({});
    await chat.replied();
    chat.newSession({});
    chat.type({ data: 'exit\n' });
    await world.clock.settle();
    chat.closeTerminal({});
  },
});

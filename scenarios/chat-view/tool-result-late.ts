import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/tool-result-late', {
  title: 'A tool result that arrives after the next call is shown with the call it belongs to',
  requirements: ['WEB-11'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'tool_result', nth: 1 }, fault: { kind: 'delay', ms: 900 } }],
  checks: ['tool-results-paired'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/tool first a' });
    chat.say({ text: '/tool second b', whileRunning: 'send' });
    await chat.replied();
    await world.clock.advance('2 seconds');
  },
});

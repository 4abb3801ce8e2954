import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/waiting-prompts-at-a-reset', {
  title: 'Prompts that waited for their turn when the object was reset end as interrupted, each once',
  requirements: ['LIVE-11'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'set_mode', nth: 1 }, fault: { kind: 'object-reset' } }],
  checks: ['one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('500 ms');
    chat.say({ text: 'Two', whileRunning: 'send' });
    chat.say({ text: 'Three', whileRunning: 'send' });
    await world.clock.settle();
    chat.setMode({ mode: 'auto' });
    await world.clock.advance('3 seconds');
    chat.say({ text: 'Four' });
    await chat.replied();
  },
});

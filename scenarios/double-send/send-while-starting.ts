import { scenario } from '../play/scenario.ts';

export default scenario('double-send/send-while-starting', {
  title: 'Messages sent while the loop is still starting are answered by that loop, in order',
  requirements: ['LIVE-14'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['starting-keeps-prompts', 'one-loop-alive'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'One' });
    await chat.until(({ firstSent }) => firstSent);
    chat.say({ text: 'Two', whileRunning: 'send' });
    chat.say({ text: 'Three', whileRunning: 'send' });
    await chat.replied();
  },
});

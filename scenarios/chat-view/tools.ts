import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/tools', {
  title: 'Tool results are shown with their calls, also after a reload',
  requirements: ['WEB-11', 'WEB-5'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['tool-results-paired'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/tool search the docs' });
    chat.say({ text: '/tool edit a file' });
    await chat.replied();
    chat.reload({});
    await chat.ready();
  },
});

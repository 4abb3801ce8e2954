import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/both-sides', {
  title: 'Two subscribers see every message of user and agent once, in one order',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Plan the journey.');
    const second = await world.join('second', 'bob');
    for (const tab of [frontend, second]) {
      tab.subscribe({ sessionId });
      await tab.subscribed(sessionId);
    }
    for (const city of ['Lisbon', 'Porto', 'Braga']) {
      await frontend.send({ sessionId, content: `Go to ${city}.` });
      vmAgent.report({ role: 'tool', content: `Trains to ${city}: 4` });
      vmAgent.report({ role: 'assistant', content: `${city} it is.` });
      vmAgent.flush();
      await vmAgent.delivered();
    }
    await clock.settle();
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/from-the-beginning', {
  title:
    'A subscription from cursor 0 that is made while batches come in shows each event once: replayed or live, not both',
  requirements: ['TASK-13', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const task = await world.startTask('Follow the race.');
    const token = await world.token({ role: 'vm-agent', workspaceId: task.workspaceId });
    for (const lap of [1, 2, 3]) {
      const [red, blue] = [world.caller(`red-${lap}`, token), world.caller(`blue-${lap}`, token)];
      const tab = await world.join(`lap-${lap}`);
      await world.atOnce(
        () => red.append(task, [red.message('Red at the bend.'), red.message('Red at the line.')]),
        () => {
          tab.subscribe({ sessionId: null, after: 0 });
          return tab.subscribed(null);
        },
        () => blue.append(task, [blue.message('Blue at the bend.'), blue.message('Blue at the line.')]),
      );
    }
    await world.clock.settle();
  },
});

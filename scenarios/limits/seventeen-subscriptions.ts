import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('limits/seventeen-subscriptions', {
  title: 'A socket holds 16 subscriptions; the 17th is refused, and the others go on',
  requirements: ['TASK-18', 'TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['limits-kept', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const sessions: string[] = [];
    for (let place = 1; place <= limits.subscriptions; place += 1) {
      const { sessionId = '' } = await frontend.submit({ message: `Watch screen ${place}.` });
      sessions.push(sessionId);
    }
    for (const scope of [...sessions, null]) {
      frontend.subscribe({ sessionId: scope });
      await frontend.subscribed(scope);
    }
    for (const sessionId of sessions.slice(-2)) await frontend.send({ sessionId, content: 'Movement!' });
    await clock.settle();
  },
});

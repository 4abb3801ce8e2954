import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('limits/topic', {
  title: 'A topic has the first 80 characters of the first message, and no half ones',
  requirements: ['TASK-18', 'TASK-15'],
  needs: ['tasks'],
  checks: ['life-in-order'],
  async play(world) {
    const { frontend } = world;
    const most = limits.topicCharacters;
    const messages = ['x'.repeat(most), 'y'.repeat(most + 1), `${'z'.repeat(most - 1)}🦊🦊`, '🦊'.repeat(most + 1)];
    for (const message of messages) {
      const { sessionId = '' } = await frontend.submit({ message });
      await frontend.readSession({ sessionId });
    }
  },
});

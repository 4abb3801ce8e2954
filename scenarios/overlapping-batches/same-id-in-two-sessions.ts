import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/same-id-in-two-sessions', {
  title: 'One id in two sessions of a project names two messages',
  requirements: ['TASK-9'],
  needs: ['tasks', 'messages'],
  checks: ['ids-scoped-to-session'],
  async play(world) {
    const { frontend } = world;
    const [cat, dog] = [await world.startTask('Feed the cat.'), await world.startTask('Feed the dog.')];
    const sent = await frontend.send({ sessionId: cat.sessionId, content: 'At eight.' });
    await frontend.resend({ ...sent, sessionId: dog.sessionId });
    await frontend.send({ sessionId: dog.sessionId, content: 'Twice a day.', messageId: sent.messageId });
    const late = await frontend.send({ sessionId: dog.sessionId, content: 'At nine.' });
    await frontend.send({ sessionId: cat.sessionId, content: 'At ten.', messageId: late.messageId });
  },
});

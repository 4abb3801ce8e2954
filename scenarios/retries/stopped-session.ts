import { scenario } from '../play/scenario.ts';

export default scenario('retries/stopped-session', {
  title: 'A session that the user stopped answers 409 to what is new, and the reporter sends no more',
  requirements: ['TASK-12'],
  needs: ['tasks', 'messages'],
  checks: ['stopped-stores-nothing'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Clean the cellar.');
    vmAgent.report({ role: 'assistant', content: 'Sweeping.' });
    vmAgent.flush();
    await vmAgent.delivered();
    await frontend.stop({ sessionId });
    await frontend.send({ sessionId, content: 'One more thing.' });
    for (const content of ['Sweeping again.', 'Swept.']) {
      vmAgent.report({ role: 'assistant', content });
      vmAgent.flush();
      await clock.settle();
    }
  },
});

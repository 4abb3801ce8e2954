import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/stopped-while-writing', {
  title: 'A session that is stopped while both sides write keeps what it acknowledged and takes nothing more',
  requirements: ['TASK-12', 'TASK-15'],
  needs: ['tasks', 'messages'],
  checks: ['stopped-stores-nothing', 'life-in-order', 'nothing-acknowledged-lost'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId } = await world.startTask('Write a long text');
    for (const content of ['Once', 'upon', 'a time']) vmAgent.report({ role: 'assistant', content });
    await world.atOnce(
      () => frontend.stop({ sessionId }),
      async () => vmAgent.flush(),
      () => frontend.send({ sessionId, content: 'That is enough' }),
    );
    await vmAgent.delivered();
    await frontend.send({ sessionId, content: 'Are you still there?' });
  },
});

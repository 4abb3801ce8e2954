import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/there-and-back', {
  title: 'A chat that comes back to its first runtime begins anew there: its session is now that of the other one',
  requirements: ['RUN-2', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['offered-only-where-made', 'offered-when-possible', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId, content: 'Go on over there' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'laptop' });
    await work(laptop, await runtimes.send({ chatId, content: 'And back here' }));
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Still here' }));
  },
});

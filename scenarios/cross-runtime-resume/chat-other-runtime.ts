import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/chat-other-runtime', {
  title: 'A chat that goes to another runtime begins a session there, in the work directory that it had',
  requirements: ['RUN-2', 'RUN-3', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['offered-only-where-made', 'work-dir-kept', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours' }));
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the tests' }));
  },
});

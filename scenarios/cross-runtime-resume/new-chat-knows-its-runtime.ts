import { agentOn, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/new-chat-knows-its-runtime', {
  title: 'A new chat has the runtime of its agent before its first task, and keeps it when the agent moves',
  requirements: ['RUN-9', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['chat-knows-runtime', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const before = await runtimes.createChat({ agentId, title: 'Before' });
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await runtimes.createChat({ agentId, title: 'After' });
    await runtimes.createChat(before);
    await runtimes.listChats({ agentId });
    const { chatId } = before;
    await work(server, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.readChat({ chatId });
    await runtimes.createChat(before);
  },
});

import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/agent-moved-while-tasks-wait', {
  title: 'Tasks that wait when their agent moves are done where they were queued, with the session that is there',
  requirements: ['RUN-5', 'RUN-1', 'RUN-2'],
  needs: ['runtimes'],
  checks: ['queued-for-its-runtime', 'offered-when-possible'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await work(laptop, first);
    await work(laptop, await runtimes.send({ chatId, content: 'Which colours do you like?' }));
    const next = await runtimes.queue({ agentId, issueId, prompt: 'And now the logout page' });
    const reply = await runtimes.send({ chatId, content: 'Then take them' });
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await runtimes.listTasks({ agentId });
    await work(laptop, next);
    await laptop.finished(reply.taskId);
    await work(server, await runtimes.send({ chatId, content: 'And over there?' }));
  },
});

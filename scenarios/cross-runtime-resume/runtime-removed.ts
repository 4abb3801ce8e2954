import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/runtime-removed', {
  title:
    'A runtime that was removed stays so, and its chat goes on elsewhere, with a new session in the directory it had',
  requirements: ['RUN-10', 'RUN-3'],
  needs: ['runtimes'],
  checks: ['removed-runtime-ends', 'work-dir-kept', 'offered-only-where-made'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    await work(laptop, first);
    await work(laptop, await runtimes.send({ chatId, content: 'Which colours do you like?' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await runtimes.removeRuntime({ runtimeId: 'laptop' });
    await runtimes.removeRuntime({ runtimeId: 'laptop' });
    laptop.stop();
    await laptop.start();
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Then take them' }));
    await work(server, await runtimes.queue({ agentId, issueId, prompt: 'And now the logout page' }));
    await runtimes.listRuntimes();
  },
});

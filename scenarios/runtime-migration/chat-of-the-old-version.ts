import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { Operator } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/chat-of-the-old-version', {
  title: 'A chat that the old version made has no runtime until its first run has ended',
  requirements: ['RUN-6', 'RUN-9'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'chat-knows-runtime'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    laptop.disk.sessions.set('S1', { runtimeId: 'laptop', workDir: '/work/login-page' });
    server.disk.sessions.set('S2', { runtimeId: 'server', workDir: '/work/login-page' });
    const agentId = await agentOn(world, laptop);
    const operator = new Operator(world);
    const [old, taskId] = [operator.uuid(), operator.uuid()];
    await operator.import({ chatId: old, agentId, sessionId: 'S1' }, [
      { taskId, runtimeId: 'laptop', sessionId: 'S1', state: 'failed' },
    ]);
    const chatId = await chatWith(world, agentId);
    await operator.migrate('expand');
    await chatWith(world, agentId);
    await operator.migrate('backfill');
    await runtimes.listChats({ agentId });
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the logout page' }));
    await runtimes.readChat({ chatId });
  },
});

import { work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/after', {
  title: 'After the migration a chat resumes where its pointer was made, and begins anew elsewhere',
  requirements: ['RUN-6', 'RUN-2', 'RUN-3'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'offered-when-possible', 'work-dir-kept'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { laptop, server, agentId, operator } = await oldVersion(world, 'laptop');
    const [chatId, older, newer] = [operator.uuid(), operator.uuid(), operator.uuid()];
    await operator.import({ chatId, agentId, sessionId: 'S1' }, [
      { taskId: older, runtimeId: 'laptop', sessionId: 'S1' },
      { taskId: newer, runtimeId: 'server', sessionId: null },
    ]);
    await operator.migrate('expand');
    await operator.migrate('backfill');
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Now the colours' }));
    await runtimes.readChat({ chatId });
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId, content: 'Go on over there' }));
    await runtimes.readChat({ chatId });
  },
});

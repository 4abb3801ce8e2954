import { chatWith, work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/chat-of-the-old-version', {
  title: 'Each chat that the old version made gets its runtime by the backfill, or by the end of its first run',
  requirements: ['RUN-6', 'RUN-9'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'chat-knows-runtime'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { laptop, agentId, operator } = await oldVersion(world, 'laptop');
    for (const [runtimeId, sessionId] of [
      ['laptop', 'S1'],
      ['server', 'S2'],
    ] as const) {
      const run = { taskId: operator.uuid(), runtimeId, sessionId, state: 'failed' } as const;
      await operator.import({ chatId: operator.uuid(), agentId, sessionId }, [run]);
    }
    const chatId = await chatWith(world, agentId);
    await operator.migrate('expand');
    await chatWith(world, agentId);
    await operator.migrate('backfill');
    await runtimes.listChats({ agentId });
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the logout page' }));
    await runtimes.readChat({ chatId });
  },
});

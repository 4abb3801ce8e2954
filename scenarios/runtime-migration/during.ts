import { work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/during', {
  title:
    'What ends between expanding and backfilling has given its pointer a runtime, and the backfill leaves it alone',
  requirements: ['RUN-6', 'RUN-4', 'RUN-5'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'pointer-moves-whole', 'offered-when-possible'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { laptop, server, agentId, operator } = await oldVersion(world, 'laptop');
    const [moved, left, first, second] = [operator.uuid(), operator.uuid(), operator.uuid(), operator.uuid()];
    const runOf = (taskId: string) => [{ taskId, runtimeId: 'laptop', sessionId: 'S1' }];
    await operator.import({ chatId: moved, agentId, sessionId: 'S1' }, runOf(first));
    await operator.import({ chatId: left, agentId, sessionId: 'S1' }, runOf(second));
    const waiting = await runtimes.send({ chatId: left, content: 'Now the colours' });
    await operator.migrate('expand');
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId: moved, content: 'Now the colours' }));
    await operator.migrate('backfill');
    await runtimes.listChats();
    await work(laptop, waiting);
    await runtimes.readChat({ chatId: left });
  },
});

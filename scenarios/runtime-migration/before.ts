import { work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/before', {
  title: 'The old version knows the runtime of no pointer: a chat resumes the newest session that its runtime made',
  requirements: ['RUN-2', 'RUN-6', 'RUN-4'],
  needs: ['runtimes', 'migration'],
  checks: ['offered-only-where-made', 'offered-when-possible', 'backfill-pairs-rightly'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { laptop, server, agentId, operator } = await oldVersion(world, 'laptop');
    const [chatId, older, newer] = [operator.uuid(), operator.uuid(), operator.uuid()];
    await operator.import({ chatId, agentId, sessionId: 'S1' }, [
      { taskId: older, runtimeId: 'laptop', sessionId: 'S1' },
      { taskId: newer, runtimeId: 'server', sessionId: 'S2' },
    ]);
    await work(laptop, await runtimes.send({ chatId, content: 'Now the colours' }));
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Now the tests' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId, content: 'Go on over there' }));
  },
});

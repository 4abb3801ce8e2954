import { work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/session-of-no-task', {
  title:
    'A pointer whose session no run of its chat left, only one that was called off, stays without a runtime, and is not resumed',
  requirements: ['RUN-6', 'RUN-2', 'RUN-3'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'offered-only-where-made', 'work-dir-kept'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { server, agentId, operator } = await oldVersion(world, 'server');
    const [chatId, called, other, newer] = [operator.uuid(), operator.uuid(), operator.uuid(), operator.uuid()];
    const issue = { chatId: null, issueId: operator.uuid() };
    await operator.import({ chatId, agentId, sessionId: 'S1' }, [
      { taskId: other, runtimeId: 'laptop', sessionId: 'S1', ...issue },
      { taskId: called, runtimeId: 'server', sessionId: 'S1', state: 'cancelled' },
      { taskId: newer, runtimeId: 'server', sessionId: null, state: 'failed' },
    ]);
    await operator.migrate('expand');
    await operator.migrate('backfill');
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours' }));
    await runtimes.readChat({ chatId });
  },
});

import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

const bodies = ['{', 'null', '[]', '{}', '{"name":7,"taskId":"x","claimKey":7,"step":"back","chats":{},"tasks":[7]}'];

export default scenario('malformed-input/runtimes', {
  title: 'What daemons and users say of runtimes is refused where it is malformed or too much, and the task goes on',
  requirements: ['SAFE-2'],
  needs: ['runtimes', 'migration'],
  checks: ['malformed-refused'],
  async play(world) {
    const { projectId } = world;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { taskId } = await world.frontend.runtimes.send({ chatId, content: 'Stay calm' });
    laptop.hold();
    await laptop.poll();
    const { claimKey } = laptop.running?.claim ?? {};
    const user = world.caller('clumsy', world.userToken);
    const daemon = world.caller('clumsy-daemon', await world.token({ role: 'daemon', runtimeId: 'laptop' }));
    const operator = world.caller('clumsy-administrator', world.adminToken);
    const [ofTask, ofRuntime] = [
      { projectId, taskId },
      { projectId, runtimeId: 'laptop' },
    ];
    for (const body of bodies) {
      await user.ask('createAgent', { projectId }, { body });
      await user.ask('moveAgent', { projectId, agentId }, { body });
      await user.ask('queueIssueTask', { projectId, agentId }, { body });
      await user.ask('createAgentChat', { projectId }, { body });
      await user.ask('sendAgentChat', { projectId, chatId }, { body });
      await daemon.ask('registerRuntime', ofRuntime, { body });
      await daemon.ask('claimTask', ofRuntime, { body });
      for (const word of ['startAgentTask', 'pinSession', 'appendTaskMessages', 'completeTask', 'failTask'] as const)
        await daemon.ask(word, ofTask, { body });
      await operator.ask('importLegacyRuns', { projectId }, { body });
      await operator.ask('migrateRuns', { projectId }, { body });
    }
    const long = 'x'.repeat(501);
    for (const said of [{}, { sessionId: null }, { sessionId: long }, { workDir: '' }, { sessionId: 'nul \0' }]) {
      await daemon.ask('pinSession', ofTask, { body: { claimKey, ...said } });
    }
    const message = { seq: 1, type: 'text', content: 'Hello' };
    const batches = [[], [{ ...message, seq: 0 }], [{ ...message, type: 'song' }], [{ ...message, content: '\0' }]];
    const tooMuch = [Array(101).fill(message), [{ ...message, content: 'é'.repeat(60_000) }]];
    for (const messages of [...batches, ...tooMuch])
      await daemon.ask('appendTaskMessages', ofTask, { body: { claimKey, messages } });
    for (const word of ['nowhere', '%', `${taskId}x`]) await user.ask('getAgentTask', { projectId, taskId: word });
    await user.ask('listAgentTasks', { projectId }, { query: { limit: 0, cursor: 'x' } });
    laptop.release();
    await laptop.finished(taskId);
  },
});

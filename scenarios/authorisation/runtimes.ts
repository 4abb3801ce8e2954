import { runtimeUserOperations } from '../../contracts/wire/index.ts';
import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { everybody, namesOf, type Person, turns } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/runtimes', {
  title: 'Runtimes, agents and their tasks are for users of the project, and nobody else learns of them',
  requirements: ['SAFE-1'],
  needs: ['runtimes'],
  checks: ['access-kept'],
  async play(world) {
    const [runtimeId, { projectId }] = ['runtime-1', world];
    const daemon = await daemonOf(world, runtimeId);
    daemon.stop();
    const agentId = await agentOn(world, daemon);
    const chatId = await chatWith(world, agentId);
    const { taskId } = await world.frontend.runtimes.queue({ agentId, prompt: 'Keep the books' });
    const all = await everybody(world, taskId);
    await turns(world, all, namesOf(runtimeUserOperations), async ({ kind, caller }) => {
      const [ofAgent, ofChat, ofTask] = [
        { projectId, agentId },
        { projectId, chatId },
        { projectId, taskId },
      ];
      const made = { taskId: caller.uuid(), issueId: caller.uuid(), prompt: `I am a ${kind}` };
      const chat = { chatId: caller.uuid(), agentId, title: kind };
      await caller.as(kind).ask('createAgent', { projectId }, { body: { name: kind, runtimeId } });
      await caller.as(kind).ask('getAgent', ofAgent);
      await caller.as(kind).ask('moveAgent', ofAgent, { body: { runtimeId } });
      await caller.as(kind).ask('queueIssueTask', ofAgent, { body: made });
      await caller.as(kind).ask('createAgentChat', { projectId }, { body: chat });
      await caller.as(kind).ask('getAgentChat', ofChat);
      await caller.as(kind).ask('sendAgentChat', ofChat, { body: { taskId: caller.uuid(), content: 'Hello' } });
      await caller.as(kind).ask('agentTaskMessages', ofTask);
      await caller.as(kind).ask('cancelAgentTask', ofTask);
      for (const list of ['listRuntimes', 'listAgentChats', 'listAgentTasks'] as const)
        await caller.as(kind).ask(list, { projectId });
    });
    const remove = ({ kind, caller }: Person) => caller.as(kind).ask('removeRuntime', { projectId, runtimeId });
    await turns(world, all, ['removeRuntime'], remove);
  },
});

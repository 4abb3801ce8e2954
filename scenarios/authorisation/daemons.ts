import { daemonOperations } from '../../contracts/wire/index.ts';
import { agentOn, daemonOf } from '../play/agents.ts';
import { everybody, namesOf, turns } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/daemons', {
  title: 'What a daemon says is heard for its own runtime and the tasks of that runtime, and from nobody else',
  requirements: ['SAFE-1'],
  needs: ['runtimes'],
  checks: ['access-kept', 'daemons-kept-apart'],
  async play(world) {
    const { projectId, frontend } = world;
    const here = { projectId, runtimeId: 'runtime-1' };
    const daemon = await daemonOf(world, here.runtimeId);
    const agentId = await agentOn(world, daemon);
    daemon.hold();
    const first = await frontend.runtimes.queue({ agentId, prompt: 'Keep the books' });
    const second = await frontend.runtimes.queue({ agentId, prompt: 'Keep the keys' });
    const [one, other] = [
      { projectId, taskId: first.taskId },
      { projectId, taskId: second.taskId },
    ];
    await daemon.poll();
    const { claimKey } = daemon.running?.claim ?? {};
    const all = await everybody(world, first.taskId);
    const owner = all.find(({ kind }) => kind === 'daemon')?.caller;
    const next = { claimKey: owner?.uuid() };
    await owner?.ask('claimTask', here, { body: next });
    const messages = [{ seq: 7, type: 'text', content: 'Hello' }];
    await turns(world, all, ['getAgentTask', ...namesOf(daemonOperations)], async ({ kind, caller }) => {
      await caller.as(kind).ask('registerRuntime', here, { body: { name: 'The first', provider: 'cli' } });
      await caller.as(kind).ask('heartbeat', here);
      await caller.as(kind).ask('getAgentTask', one);
      await caller.as(kind).ask('startAgentTask', one, { body: { claimKey } });
      await caller.as(kind).ask('pinSession', one, { body: { claimKey, workDir: '/work/books' } });
      await caller.as(kind).ask('appendTaskMessages', one, { body: { claimKey, messages } });
      await caller.as(kind).ask('completeTask', one, { body: { claimKey, output: 'Kept' } });
      await caller.as(kind).ask('failTask', other, { body: { ...next, error: 'Lost', reason: 'agent_error' } });
      await caller.as(kind).ask('claimTask', here, { body: { claimKey: caller.uuid() } });
    });
    await turns(world, all, ['recoverOrphans'], ({ kind, caller }) => caller.as(kind).ask('recoverOrphans', here));
  },
});

import { agentOn, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/late-start', {
  title:
    'A claim that is said again keeps its lease; once that is over and its task went to another it is not heard any more',
  requirements: ['RUN-7'],
  needs: ['runtimes', 'time'],
  checks: ['claimed-by-one'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    laptop.stop();
    const { projectId } = world;
    const { taskId } = await runtimes.queue({ agentId, prompt: 'Fix the login page' });
    const daemon = world.caller('daemon', await world.token({ role: 'daemon', runtimeId: 'laptop' }));
    const [slow, quick] = [{ claimKey: daemon.uuid() }, { claimKey: daemon.uuid() }];
    const claim = (body: object) => daemon.ask('claimTask', { projectId, runtimeId: 'laptop' }, { body });
    const start = (body: object) => daemon.ask('startAgentTask', { projectId, taskId }, { body });
    await claim(slow);
    await world.clock.advance('39 seconds');
    await claim(slow);
    await world.clock.advance('20 seconds');
    await claim(quick);
    await world.clock.advance('1 second');
    await claim(quick);
    await start(slow);
    await start(quick);
    await claim(slow);
    await claim(quick);
    await daemon.ask('completeTask', { projectId, taskId }, { body: { ...slow, output: 'Late' } });
    await daemon.ask('completeTask', { projectId, taskId }, { body: { ...quick, output: 'Done' } });
  },
});

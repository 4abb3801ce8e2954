import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/pinned-in-two-words', {
  title: 'What a run says of itself in two words is kept together, and its end has the last word',
  requirements: ['RUN-4', 'RUN-8'],
  needs: ['runtimes'],
  checks: ['one-end-per-task', 'pointer-moves-whole'],
  async play(world) {
    const { projectId } = world;
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const chatId = await chatWith(world, await agentOn(world, laptop));
    laptop.stop();
    const hand = world.caller('daemon', await world.token({ role: 'daemon', runtimeId: 'laptop' }));
    const run = async (content: string, pins: object[], end: object) => {
      const { taskId } = await runtimes.send({ chatId, content });
      const claimKey = hand.uuid();
      const say = (operation: 'startAgentTask' | 'pinSession' | 'completeTask', body: object) =>
        hand.ask(operation, { projectId, taskId }, { body: { claimKey, ...body } });
      await hand.ask('claimTask', { projectId, runtimeId: 'laptop' }, { body: { claimKey } });
      await say('startAgentTask', {});
      for (const pin of pins) await say('pinSession', pin);
      await say('completeTask', { output: 'Done', ...end });
    };
    const [session, directory] = [{ sessionId: 'first' }, { workDir: '/work/first' }];
    await run('Fix the login page', [session, directory], { workDir: '/work/last' });
    await run('Now the colours', [directory, session], { sessionId: 'last' });
    await laptop.start();
    await work(laptop, await runtimes.send({ chatId, content: 'Now the tests' }));
  },
});

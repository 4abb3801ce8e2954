import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/machine-moves', {
  title: 'A machine that goes on as another runtime has the files of its work directories, and no session of before',
  requirements: ['RUN-3', 'RUN-1', 'RUN-2'],
  needs: ['runtimes'],
  checks: ['work-dir-kept', 'offered-only-where-made', 'daemon-uses-offer'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await laptop.idle();
    const token = await world.token({ role: 'daemon', runtimeId: 'laptop-of-bob' });
    await laptop.moveTo({ runtimeId: 'laptop-of-bob', token });
    await runtimes.moveAgent({ agentId, runtimeId: 'laptop-of-bob' });
    await work(laptop, await runtimes.send({ chatId, content: 'Now the colours' }));
    await runtimes.readChat({ chatId });
  },
});

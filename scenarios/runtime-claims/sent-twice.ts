import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/sent-twice', {
  title: 'A task that is queued again under its id is one task; another request with that id is refused',
  requirements: ['RUN-7'],
  needs: ['runtimes'],
  faults: [{ where: { operation: 'queueIssueTask', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['waiting-task-given'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const said = await runtimes.send({ chatId, content: 'Fix the login page' });
    await runtimes.send(said);
    const queued = await runtimes.queue({ agentId, prompt: 'And the logout page' });
    await world.atOnce(
      () => runtimes.queue(queued),
      () => laptop.poll(),
    );
    await laptop.finished(queued.taskId);
    await runtimes.queue({ ...queued, prompt: 'Something else' });
    await runtimes.send(said);
    await runtimes.listTasks({ agentId });
  },
});

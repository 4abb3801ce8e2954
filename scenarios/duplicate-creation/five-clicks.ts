import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/five-clicks', {
  title: 'Five clicks on one button make one task, whose workspace is made once',
  requirements: ['TASK-1', 'TASK-7'],
  needs: ['tasks', 'messages'],
  checks: ['one-session-per-task', 'one-task-per-key', 'one-workspace-left'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const click = () => frontend.submit({ message: 'Upgrade the dependencies', key: 'clicked' });
    await world.atOnce(click, click, click, click, click);
    await vmAgent.assigned();
    await vmAgent.delivered();
  },
});

import { scenario } from '../play/scenario.ts';

export default scenario('pressure/many-agents', {
  title: 'Many agents that report at once, while many submit, lose nothing',
  requirements: ['TASK-10', 'TASK-16'],
  needs: ['tasks', 'messages'],
  checks: ['nothing-acknowledged-lost', 'counts-match', 'seq-gapless', 'only-injected-refusals'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const submit = (n: number) => () => frontend.submit({ message: `Task ${n}` });
    await world.atOnce(...[1, 2, 3, 4, 5].map(submit));
    const workspaces = [];
    for (let n = 0; n < 5; n += 1) workspaces.push((await vmAgent.assigned()).workspaceId);
    for (const workspaceId of workspaces) {
      for (const content of ['first', 'second', 'third']) vmAgent.report({ role: 'assistant', content, workspaceId });
    }
    await world.atOnce(
      ...workspaces.map((workspaceId) => async () => {
        vmAgent.flush({ workspaceId });
        await vmAgent.delivered(workspaceId);
      }),
      ...[6, 7, 8].map(submit),
    );
  },
});

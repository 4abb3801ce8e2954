import { scenario } from '../play/scenario.ts';

const runner = (nth: number) => ({ operation: 'alarm', containing: 'TaskRunner', nth });

export default scenario('workspace-linking/runner-dies-between', {
  title: 'A runner that dies after asking, before linking and after linking leaves one session with one workspace',
  requirements: ['TASK-1', 'TASK-7'],
  needs: ['tasks', 'time'],
  faults: [
    { where: runner(1), fault: { kind: 'object-crashed', on: 'outbound' } },
    { where: runner(2), fault: { kind: 'object-crashed', on: 'object', when: 'before' } },
    { where: runner(3), fault: { kind: 'object-crashed', on: 'object' } },
  ],
  checks: ['one-workspace-left', 'one-session-per-task'],
  async play({ frontend, vmAgent, clock }) {
    const { taskId = '' } = await frontend.submit({ message: 'Split the service' });
    await vmAgent.assigned();
    await clock.advance('15 minutes');
    await frontend.readTask({ taskId });
  },
});

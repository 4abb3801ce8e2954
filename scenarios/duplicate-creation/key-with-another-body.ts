import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/key-with-another-body', {
  title: 'A key is refused with another body, and still answers its own',
  requirements: ['TASK-1'],
  needs: ['tasks'],
  checks: ['one-task-per-key'],
  async play({ frontend }) {
    const first = await frontend.submit({ message: 'Rename the module' });
    await frontend.submit({ message: 'Delete the module', key: first.key });
    const { taskId = '' } = await frontend.resubmit(first);
    await frontend.readTask({ taskId });
  },
});

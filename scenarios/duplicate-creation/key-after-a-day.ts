import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/key-after-a-day', {
  title: 'A key means the same task for 24 hours, and a new one afterwards',
  requirements: ['TASK-1'],
  needs: ['tasks', 'time'],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play({ frontend, clock }) {
    const first = await frontend.submit({ message: 'Check the certificates' });
    await clock.advance('23 hours');
    await frontend.resubmit(first);
    await clock.advance('61 minutes');
    await frontend.resubmit(first);
    await clock.settle();
  },
});

import { scenario } from '../play/scenario.ts';

/** Every attempt to link, at most half a minute apart, that falls into the idle period. */
const attempts = Array.from({ length: 34 }, (_, n) => n + 1);

export default scenario('idle-cleanup/unlinked', {
  title: 'A session whose link never held is cleaned up on time, and its workspace with it',
  requirements: ['TASK-14'],
  needs: ['tasks', 'messages', 'time'],
  faults: attempts.map((nth) => ({
    where: { operation: 'alarm', containing: 'TaskRunner', nth },
    fault: { kind: 'object-unavailable' },
  })),
  checks: ['cleanup-on-time'],
  async play({ frontend, vmAgent, clock }) {
    const { taskId = '', sessionId = '' } = await frontend.submit({ message: 'Work all the same' });
    await vmAgent.assigned();
    vmAgent.report({ role: 'assistant', content: 'Nobody knows where I am.' });
    await vmAgent.complete();
    await clock.advance('16 minutes');
    await frontend.readSession({ sessionId });
    await frontend.readTask({ taskId });
  },
});

import type { ControlPlaneMutant } from './mutant.ts';
import { storeFirstMessage, storeSessionAlone } from './session-in-two-steps.ts';

export const firstMessageBestEffort: ControlPlaneMutant = {
  id: 'first-message-best-effort',
  requirement: 'TASK-4',
  side: 'control-plane',
  title: 'The first message is stored best-effort: submit succeeds without it.',
  rules: {
    storeSession: storeSessionAlone,
    async makeSession(project, order) {
      await project.createSession(order);
      await storeFirstMessage(project, order).catch((error) =>
        console.error('The first message was not stored.', error),
      );
    },
  },
};

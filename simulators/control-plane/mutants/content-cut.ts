import type { ControlPlaneMutant } from './mutant.ts';

export const contentCut: ControlPlaneMutant = {
  id: 'content-cut',
  requirement: 'TASK-9',
  side: 'control-plane',
  title: 'Of a message three characters are kept.',
  rules: {
    sendBatch(project, who, sessionId, entries) {
      const cut = entries.map((entry) =>
        entry.ok ? { ...entry, message: { ...entry.message, content: entry.message.content.slice(0, 3) } } : entry,
      );
      return project.appendMessages(who, sessionId, cut);
    },
  },
};

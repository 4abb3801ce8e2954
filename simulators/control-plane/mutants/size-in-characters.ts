import type { ControlPlaneMutant } from './mutant.ts';

export const sizeInCharacters: ControlPlaneMutant = {
  id: 'size-in-characters',
  requirement: 'TASK-18',
  side: 'control-plane',
  title: 'The size of a message is counted in characters.',
  rules: {
    sizeOf: (content) => content.length,
  },
};

import { replay } from '../rules/feed.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const gapAfterReconnect: ControlPlaneMutant = {
  id: 'gap-after-reconnect',
  requirement: 'TASK-13',
  side: 'control-plane',
  title: 'A replay begins one event too late.',
  rules: {
    replay: (sql, scope, after) => replay(sql, scope, after + 1),
  },
};

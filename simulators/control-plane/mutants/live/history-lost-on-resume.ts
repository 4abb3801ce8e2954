import { eventsAfter } from '../../live/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const historyLostOnResume: ControlPlaneMutant = {
  id: 'history-lost-on-resume',
  requirement: 'LIVE-5',
  side: 'control-plane',
  title: 'A session that was resumed shows only what happened since.',
  rules: {
    liveHistoryPage(sql, sessionId, after, rows) {
      const events = eventsAfter(sql, sessionId, 0);
      const begin = events.findLast((event) => event.type === 'session_state' && event.state === 'CREATED')?.seq ?? 1;
      return eventsAfter(sql, sessionId, Math.max(after, begin - 1), rows);
    },
  },
};

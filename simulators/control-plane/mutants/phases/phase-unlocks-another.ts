import type { ControlPlaneMutant } from '../mutant.ts';

export const unlocksAnother: ControlPlaneMutant = {
  id: 'phase-unlocks-another',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'Who frees a lock frees the session, whoever holds it by now.',
  rules: {
    unlockPhase: (sql, _rules, { sessionId }) =>
      void sql.exec('DELETE FROM phase_locks WHERE session_id = ?', sessionId),
  },
};

import { keepArchived } from '../../rules/phase-archive.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveTwice: ControlPlaneMutant = {
  id: 'phase-archive-twice',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'An attempt that is made again archives the session again, as of its own time.',
  rules: {
    keepArchived(sql, entry) {
      sql.exec('DELETE FROM entries WHERE session_id = ?', entry.sessionId);
      keepArchived(sql, entry);
    },
  },
};

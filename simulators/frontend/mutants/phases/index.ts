import type { FrontendMutant } from '../../rules.ts';
import { confirmsAgainUnasked } from './frontend-phase-confirms-again-unasked.ts';
import { confirmsAnyVersion } from './frontend-phase-confirms-any-version.ts';
import { confirmsWhatIsCurrent } from './frontend-phase-confirms-what-is-current.ts';
import { ignoresEvents } from './frontend-phase-ignores-events.ts';
import { keepsDeleted } from './frontend-phase-keeps-deleted.ts';
import { keepsQuestion } from './frontend-phase-keeps-question.ts';
import { opensSilently } from './frontend-phase-opens-silently.ts';
import { replacesUnwarned } from './frontend-phase-replaces-unwarned.ts';
import { showsDetails } from './frontend-phase-shows-details.ts';
import { staleAfterRefusal } from './frontend-phase-stale-after-refusal.ts';
import { swallowsRefusals } from './frontend-phase-swallows-refusals.ts';

/** The known bugs of the phase panel. */
export const phaseMutants: readonly FrontendMutant[] = [
  confirmsWhatIsCurrent,
  confirmsAnyVersion,
  confirmsAgainUnasked,
  keepsQuestion,
  replacesUnwarned,
  ignoresEvents,
  keepsDeleted,
  staleAfterRefusal,
  showsDetails,
  opensSilently,
  swallowsRefusals,
];

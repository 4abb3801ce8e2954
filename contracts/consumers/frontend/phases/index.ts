import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { phaseTitles } from './changes.ts';
import { phaseArchive, phaseSettings } from './keeping.ts';
import { phaseLocks } from './locks.ts';
import { phaseMessages } from './messages.ts';
import { phaseEnds, phaseReads } from './sessions.ts';
import { severalPhases } from './several.ts';
import { phaseReplacements, phaseStarts } from './starts.ts';

/** The panel of phase sessions. */
export const phases: readonly HttpInteraction[] = [
  ...phaseStarts,
  ...phaseReplacements,
  ...phaseReads,
  ...phaseEnds,
  ...phaseTitles,
  ...phaseMessages,
  ...phaseLocks,
  ...severalPhases,
  ...phaseArchive,
  ...phaseSettings,
];

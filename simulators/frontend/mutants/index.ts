import type { FrontendMutant } from '../rules.ts';
import { chatMutants } from './chat/index.ts';
import { newKeyOnResubmit } from './frontend-new-key-on-resubmit.ts';
import { resumesBeforeCursor } from './frontend-resumes-before-cursor.ts';
import { resumesLive } from './frontend-resumes-live.ts';
import { resumesPastCursor } from './frontend-resumes-past-cursor.ts';
import { phaseMutants } from './phases/index.ts';

export const frontendMutants: readonly FrontendMutant[] = [
  newKeyOnResubmit,
  resumesLive,
  resumesPastCursor,
  resumesBeforeCursor,
  ...chatMutants,
  ...phaseMutants,
];

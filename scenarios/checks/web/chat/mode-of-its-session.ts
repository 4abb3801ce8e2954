import { check } from '../../check.ts';
import { modeKept } from '../provider/mode-kept.ts';
import { together } from '../together.ts';
import { modeShown } from './mode-shown.ts';

/** The permission mode belongs to its session (WEB-12). */
export const modeOfItsSession = check({
  id: 'mode-of-its-session',
  level: 'MUST',
  requirements: ['WEB-12'],
  sentence: 'The mode that is told and shown of a session is its own; a new session has the default.',
  start: () => together(modeKept(), modeShown()),
});

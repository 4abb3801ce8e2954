import { check } from '../../check.ts';
import { shownOfItsSession } from '../chat/shown-of-its-session.ts';
import { storedWhereSent } from '../provider/stored-where-sent.ts';
import { together } from '../together.ts';
import { sentWhereTyped } from './sent-where-typed.ts';

/** No message goes to the wrong session, and none is shown in it (WEB-4). */
export const rightSession = check({
  id: 'right-session',
  level: 'MUST',
  requirements: ['WEB-4'],
  sentence:
    'A message is sent to the session it was typed in, stored there, told to those who watch it, and shown there.',
  start: () => together(sentWhereTyped(), storedWhereSent(), shownOfItsSession()),
});

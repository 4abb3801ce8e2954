import type { Check } from '../../../checks/check.ts';
import { checks } from '../../../checks/index.ts';
import type { ClientRole } from '../definition.ts';
import { backsOff } from './backs-off.ts';
import { carriesWork } from './carries-work.ts';
import { conforms } from './conforms.ts';
import { delivers } from './delivers.ts';
import { doesItsTask, leavesWhenTold } from './does-its-task.ts';
import { reconnects } from './reconnects.ts';
import { keyUnchanged, promptUnchanged } from './unchanged.ts';

/** Checks of the scenarios that judge a client by what crosses the wire alone. */
const shared: Record<ClientRole, readonly string[]> = {
  'vm-agent': ['batches-bounded', 'final-errors-not-retried', 'retryable-retried'],
  frontend: ['delivered-once-in-order', 'nothing-before-connected', 'refused-authentication-is-final'],
  daemon: ['daemon-asks-again', 'daemon-beats', 'daemon-retries'],
};

const own: Record<ClientRole, readonly Check[]> = {
  'vm-agent': [backsOff, delivers],
  frontend: [keyUnchanged, promptUnchanged, reconnects],
  daemon: [carriesWork],
};

/** All checks that judge a client of this role: whether it did its task first, since all else follows from that. */
export function checksFor(role: ClientRole): Check[] {
  const reused = shared[role].map((id) => {
    const known = checks.find((entry) => entry.id === id);
    if (!known) throw new Error(`Failed to judge a ${role}: there is no check ${id}. Name one that exists.`);
    return known;
  });
  const special = [...reused, ...own[role], conforms].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [doesItsTask, ...special, leavesWhenTold];
}

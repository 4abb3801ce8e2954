import { z } from 'zod';
import { defineAdapter } from '../define-adapter.ts';
import { oneProject } from '../one-project.ts';
import { IspoFeed } from './feed.ts';
import { ispoOptions } from './options.ts';
import { phases } from './phases.ts';
import { IspoPlay } from './play.ts';
import { tasks } from './tasks.ts';

/** It knows no users: all of them are one more client. */
const provisioning = oneProject<IspoPlay>(
  (asked, { tools }) => {
    if (asked.role !== 'user') throw tools.lacks(`token of a ${asked.role}`);
    return asked.userId;
  },
  ({ client, watcher }) =>
    client.query('tasks.getActiveAgentSessions', undefined, z.record(z.string(), z.unknown()), watcher),
);

const aboutTasks = 'A task is a file there: it has no session, messages or workspace of its own';

/** Speaks to ispo-code: the phases of a task, as sessions of agents. */
export const ispo = defineAdapter({
  name: 'ispo',
  title: 'ispo-code',
  options: ispoOptions,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'none', ack: 'batch', feed: 'live', idempotency: 'none' },
  unmet: {
    ...Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`TASK-${place + 1}`, aboutTasks])),
    'SAFE-1': 'It knows no users: whoever reaches it may do everything',
    'PHASE-2': 'A start cannot say what it replaces, and one that is refused does not name the session in the way',
    'PHASE-3': 'A model is one text there, without versions and parameters',
    'PHASE-5': 'Sessions cannot be locked, and nothing waits for anybody',
    'PHASE-6': 'Sessions have no versions',
    'PHASE-7': 'Models cannot be deleted',
    'PHASE-8': 'Nothing can be replaced, so that no lookup can be behind a replacement',
    'PHASE-9': 'Every failure of its own is a 500 with a message of the inside, without a code or an id',
    'PHASE-10': 'A deleted session can be neither exported nor read from an archive',
    'PHASE-12': 'It tells nobody of changes: what the adapter tells of them it has from the lists themselves',
    'PHASE-13': 'Nothing can be replaced, wholly or in part',
    'PHASE-14': 'It counts no queries, and has no request for several sessions',
    'PHASE-16': 'It has no counters',
  },
  // Every start is an agent that runs.
  lanes: 2,
  connect: (tools) => new IspoPlay(tools),
  provisioning,
  capabilities: {
    tasks,
    phases,
    events: { events: (_asked, client, play) => new IspoFeed(play, client) },
  },
});

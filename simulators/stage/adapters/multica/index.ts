import { defineAdapter } from '../define-adapter.ts';
import { oneProject } from '../one-project.ts';
import { daemons } from './daemons.ts';
import { multicaOptions } from './options.ts';
import { MulticaPlay } from './play.ts';
import { users } from './users.ts';

const provisioning = oneProject<MulticaPlay>(
  (asked, play) => {
    if (asked.role === 'vm-agent') throw play.tools.lacks('token of a VM agent');
    if (asked.role === 'user' && asked.userId !== 'alice') throw play.tools.lacks('second user');
    return asked.role;
  },
  (play) => play.ownRuntimes(play.watcher),
);

/** Speaks to Multica: daemons of runtimes, and users with agents, issues and chats. */
export const multica = defineAdapter({
  name: 'multica',
  title: 'Multica',
  options: multicaOptions,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'none', ack: 'batch', feed: 'live', idempotency: 'none' },
  unmet: {
    'RUN-4':
      'What a chat would resume, and which session a task had, is shown nowhere: it is judged by what the next task is offered',
    'RUN-7':
      'A claim has no key: said again it takes another task, and one whose answer was lost waits for 300 seconds',
    'RUN-9': 'Which runtime a chat knows is shown nowhere',
  },
  connect: (tools) => new MulticaPlay(tools),
  provisioning,
  capabilities: { runtimes: { ...users, ...daemons } },
});

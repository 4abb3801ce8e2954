import { defineAdapter } from '../define-adapter.ts';
import { oneProject } from '../one-project.ts';
import { openFeed } from './feed.ts';
import { messages } from './messages.ts';
import { samOptions } from './options.ts';
import { SamPlay } from './play.ts';
import { tasks } from './tasks.ts';

const provisioning = oneProject<SamPlay>(
  (asked, play) => {
    const { lacks, options } = play.tools;
    if (asked.role === 'daemon') throw lacks('token of a daemon');
    if (asked.role === 'user') {
      const cookie = play.ofUser(asked.userId, options.cookie, options.otherCookie, 'otherCookie');
      return { role: 'user', cookie };
    }
    const workspaceId = play.ids.foreign('workspace', asked.workspaceId);
    if (workspaceId === undefined) throw lacks('token of a workspace that it has not seen');
    return { role: 'vm-agent', workspaceId };
  },
  (play) => play.client.sessions(play.client.watcher, { limit: 1 }),
);

/** Speaks to Simple Agent Manager: tasks, message batches of a VM agent, and the feed of a project. */
export const sam = defineAdapter({
  name: 'sam',
  title: 'Simple Agent Manager',
  options: samOptions,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'none', ack: 'batch', feed: 'live', idempotency: 'none' },
  unmet: {
    'TASK-2': 'A submit that failed leaves a task that reads failed, and there is no key to resolve it by',
    'TASK-18': 'Whatever is over a limit is answered 400, and a prompt has 2000 characters at most',
    'TASK-19': 'The feed is that of the whole project: nobody subscribes to a session there',
  },
  orders: 'agentToken',
  connect: (tools) => new SamPlay(tools),
  provisioning,
  capabilities: {
    tasks,
    messages,
    events: { events: ({ token }, client, play) => openFeed(play, client, token) },
  },
});

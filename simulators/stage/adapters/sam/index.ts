import { defineAdapter } from '../define-adapter.ts';
import { openFeed } from './feed.ts';
import { messages } from './messages.ts';
import { samOptions } from './options.ts';
import { SamPlay } from './play.ts';
import { tasks } from './tasks.ts';

/** What makes a token of another kind than those of the options: nothing can. */
const briefest = 24 * 60 * 60;

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
  provisioning: {
    async createProject({ body: _node }, play) {
      play.projects += 1;
      if (play.projects > 1) throw play.client.tools.lacks('second project');
      // Wrong credentials are told here, before anything is played.
      await play.client.sessions(play.client.watcher, { limit: 1 });
      return { status: 201, body: { projectId: play.projectId } };
    },
    createToken({ body }, play) {
      const { lacks, options, now } = play.client.tools;
      if (body.projectId !== play.projectId) throw lacks('second project');
      if (body.expiresInSeconds < briefest) throw lacks('token that expires');
      if (body.requestsPerMinute !== undefined) throw lacks('token with a limit of requests');
      const made = (credential: Parameters<typeof play.client.tokens.give>[0]) => ({
        status: 201 as const,
        body: { token: play.client.tokens.give(credential), expiresAt: now() + body.expiresInSeconds * 1000 },
      });
      if (body.role === 'daemon') throw lacks('token of a daemon');
      if (body.role === 'vm-agent') {
        const workspaceId = play.ids.foreign('workspace', body.workspaceId);
        if (workspaceId === undefined) throw lacks('token of a workspace that it has not seen');
        return made({ role: 'vm-agent', workspaceId });
      }
      if (body.userId === 'alice') return made({ role: 'user', cookie: options.cookie });
      if (options.otherCookie === undefined) throw lacks(`second user (option otherCookie)`);
      if (!play.isSecondUser(body.userId)) throw lacks('third user');
      return made({ role: 'user', cookie: options.otherCookie });
    },
  },
  capabilities: {
    tasks,
    messages,
    events: { events: ({ token }, client, play) => openFeed(play, client, token) },
  },
});

import { defineAdapter } from '../define-adapter.ts';
import { oneProject } from '../one-project.ts';
import { LiveSide } from './live.ts';
import { agentcmdOptions } from './options.ts';
import { AgentcmdPlay } from './play.ts';
import { deferred, reads } from './sessions.ts';

const noStates = 'Sessions have no durable states: the adapter calls one with nothing under way ENDED';

const provisioning = oneProject<AgentcmdPlay>(
  (asked, play) => {
    const { lacks, options } = play.tools;
    if (asked.role !== 'user') throw lacks(`token of a ${asked.role}`);
    return play.ofUser(asked.userId, options.token, options.otherToken, 'otherToken');
  },
  (play) => play.client.sessions(play.tokens.give(play.tools.options.token)),
);

/** Speaks to agentcmd: chat sessions that are made with their first message, over one socket or one each. */
export const agentcmd = defineAdapter({
  name: 'agentcmd',
  title: 'agentcmd',
  options: agentcmdOptions,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'none', ack: 'batch', feed: 'live', idempotency: 'none' },
  unmet: {
    'LIVE-4': 'Nothing answers a switch, and directory, branch and worktree are not told',
    'LIVE-5': 'Sessions do not end of themselves',
    'LIVE-6': noStates,
    'LIVE-9': 'Nothing is numbered and nothing replayed: who comes back reads the whole history again',
    'LIVE-10': noStates,
    'LIVE-12': 'A message has no id of its client, and nothing acknowledges it: sent twice it is two',
    'LIVE-13': 'Nobody is told that another connection sends',
    'LIVE-14': noStates,
    'LIVE-18': noStates,
    'WEB-1': 'Nothing promises that a record without a message is left out of the list, or removed',
    'WEB-12': 'A mode goes with each message: there is no way to set that of a session',
  },
  echo: true,
  connect: (tools) => new AgentcmdPlay(tools),
  provisioning,
  capabilities: {
    live: { ...reads, live: (_asked, client, play) => new LiveSide(play, client) },
    deferred,
  },
});

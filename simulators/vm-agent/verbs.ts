import { z } from 'zod';
import { role } from '../../contracts/wire/index.ts';
import { verbsOf } from '../verbs.ts';
import type { VmAgent } from './agent.ts';

const verb = verbsOf<VmAgent>();
/** Default: the workspace accepted last. */
const workspaceId = z.string().optional();

const noWorkspace = 'no such workspace was accepted';
const ended = 'the reporter of this workspace has stopped';
const reports = (agent: VmAgent, id: string | undefined) => {
  const reporter = agent.reporter(id);
  if (!reporter) return noWorkspace;
  return reporter.record.reporting === 'ended' ? ended : true;
};

/** All that a VM agent can be told to do. */
export const vmAgentVerbs = {
  report: verb({
    name: 'report',
    args: z.object({ role, content: z.string().min(1), messageId: z.string().min(1).optional(), workspaceId }),
    enabled(agent, { messageId, workspaceId }): true | string {
      const waiting = agent.reporter(workspaceId)?.waiting ?? [];
      if (messageId !== undefined && waiting.some((message) => message.messageId === messageId)) {
        return 'a message with this id is on its way';
      }
      return reports(agent, workspaceId);
    },
    run(agent, { role, content, messageId = agent.ports.random.uuid(), workspaceId }): string {
      agent.reporter(workspaceId)?.add({ messageId, role, content, createdAt: agent.ports.clock.now() });
      return messageId;
    },
  }),
  complete: verb({
    name: 'complete',
    args: z.object({ workspaceId }),
    enabled: (agent, { workspaceId }): true | string => reports(agent, workspaceId),
    run: (agent, { workspaceId }): Promise<void> => agent.completed(workspaceId),
  }),
  flush: verb({
    name: 'flush',
    args: z.object({ workspaceId }),
    enabled: (agent, { workspaceId }): true | string => reports(agent, workspaceId),
    run: (agent, { workspaceId }): void => agent.reporter(workspaceId)?.flush(),
  }),
  renewToken: verb({
    name: 'renewToken',
    args: z.object({ token: z.string().min(1), workspaceId }),
    enabled: (agent, { workspaceId }): true | string => reports(agent, workspaceId),
    run: (agent, { token, workspaceId }): void => agent.reporter(workspaceId)?.renewToken(token),
    shown: ({ workspaceId }) => ({ token: '(secret)', workspaceId }),
  }),
  restart: verb({
    name: 'restart',
    args: z.object({}),
    enabled: (agent): true | string => (agent.url === null ? 'it was never started' : true),
    run: (agent): void => agent.rise(),
  }),
};

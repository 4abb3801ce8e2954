import assert from 'node:assert/strict';
import { limits } from '../../../wire/index.ts';
import type { FrameInteraction, Given } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { comesBack, listening } from './events.ts';
import { asking, type Opening, subscribed } from './openings.ts';

const { projectId, taskId, sessionId, messageId, workspaceId } = values;
const at = 1_777_973_400_000;
const entry = { cursor: 4, sessionId, at };
const prompt = 'Make the login form remember the user name.';

const session = {
  sessionId,
  projectId,
  taskId,
  workspaceId,
  topic: prompt,
  status: 'active',
  messageCount: 1,
  createdAt: at,
  agentCompletedAt: null,
  stoppedAt: null,
};
const unlinked = { ...session, workspaceId: null };
const messageOf = (role: string, content: string) => {
  return { messageId, role, content, createdAt: at, sessionId, seq: 1, storedAt: at };
};

interface Told {
  description: string;
  given?: Given;
  /** What the client listens to. Default: the session. */
  scope?: string | null;
  open: Opening;
  frame: Record<string, unknown>;
}

/** An entry of the feed: it is shown, and the client goes on behind it. */
function told({ description, given = { state: 'a task' }, scope = sessionId, open, frame }: Told): FrameInteraction {
  return {
    kind: 'frame',
    description,
    given: [given],
    socket: 'events',
    open,
    frame,
    async run(ports, server, comes) {
      const frontend = await listening(ports, server, { scope, cursor: 3 });
      await comes();
      const { events } = frontend;
      assert.deepEqual(
        events.map(({ type }) => type),
        [frame.type],
      );
      await comesBack(ports, server);
      assert.deepEqual(server.heard(), { type: 'subscribe', sessionId: scope, after: events[0]?.cursor });
    },
  };
}

/** The state of a session that is told of by one entry: what it takes for the provider to tell it. */
const ofSession = (open: Pick<Told, 'description' | 'given' | 'scope' | 'open'>, type: string, then: object) =>
  told({ ...open, frame: { type, ...entry, session: then } });

/** What the events socket tells of the sessions of tasks. */
export const feed: readonly FrameInteraction[] = [
  told({
    description: 'that a message was stored',
    open: subscribed(sessionId, { type: 'message.new' }, [
      asking(
        'appendMessages',
        { sessionId },
        {
          token: 'agentToken',
          body: { messages: [{ messageId: strange(1), role: 'assistant', content: 'Done.', createdAt: at }] },
        },
      ),
    ]),
    frame: { type: 'message.new', ...entry, message: { ...messageOf('assistant', 'Done.'), messageId: strange(1) } },
  }),
  told({
    description: 'a message that was stored before the subscription',
    open: { steps: [{ send: { type: 'subscribe', sessionId, after: 0 } }], catch: { type: 'message.new' } },
    frame: { type: 'message.new', ...entry, message: messageOf('user', prompt) },
  }),
  ofSession(
    {
      description: 'that a session was created',
      given: { state: 'a project' },
      scope: null,
      open: subscribed(null, { type: 'session.created' }, [
        asking('submitTask', {}, { headers: { 'Idempotency-Key': strange(2) }, body: { message: prompt } }),
      ]),
    },
    'session.created',
    { ...unlinked, messageCount: 0 },
  ),
  ofSession(
    {
      description: 'that the workspace of a session was linked',
      given: { state: 'a task', params: { linked: false } },
      open: subscribed(sessionId, { type: 'session.linked' }, [
        asking('linkWorkspace', { sessionId }, { body: { workspaceId } }),
      ]),
    },
    'session.linked',
    session,
  ),
  ofSession(
    {
      description: 'that the agent of a session has completed',
      open: subscribed(sessionId, { type: 'session.agent_completed' }, [
        asking('completeAgent', { sessionId }, { token: 'agentToken' }),
      ]),
    },
    'session.agent_completed',
    { ...session, agentCompletedAt: at },
  ),
  ofSession(
    {
      description: 'that the idle period of a session is over',
      given: { state: 'a task', params: { agentCompleted: true } },
      open: subscribed(sessionId, { type: 'session.idle_cleanup' }, [{ time: limits.idlePeriod / 1000 }]),
    },
    'session.idle_cleanup',
    { ...session, agentCompletedAt: at },
  ),
  ofSession(
    {
      description: 'that a session was stopped',
      open: subscribed(sessionId, { type: 'session.stopped' }, [asking('stopSession', { sessionId })]),
    },
    'session.stopped',
    { ...session, status: 'stopped', stoppedAt: at },
  ),
];

import assert from 'node:assert/strict';
import type { Frontend } from '../../../simulators/frontend/index.ts';
import type { Session } from '../../wire/index.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { aProject, does, given, refused, time } from './playing.ts';

const { projectId, taskId, sessionId, workspaceId } = values;

const linked: Session = {
  sessionId,
  projectId,
  taskId,
  workspaceId,
  topic: 'Make the login form remember the user name.',
  status: 'active',
  messageCount: 1,
  createdAt: time,
  agentCompletedAt: null,
  stoppedAt: null,
};
const queued: Session = { ...linked, workspaceId: null };
const completed: Session = { ...linked, agentCompletedAt: time + 90_000 };
const stopped: Session = { ...linked, status: 'stopped', stoppedAt: time + 90_000 };

type Act = (tab: Frontend) => ReturnType<Frontend['readSession']>;

/** Something that answers a session, which is then what the user sees. */
function sees(
  description: string,
  states: readonly Given[],
  operation: 'getSession' | 'linkWorkspace' | 'stopSession',
  act: Act,
  session: Session,
): HttpInteraction {
  return does({ description, given: states, operation, promised: { status: 200, body: session } }, act, (read) =>
    assert.deepEqual(read, { status: 'ok', session, problem: undefined }),
  );
}
const reads: Act = (tab) => tab.readSession({ sessionId });
const stops: Act = (tab) => tab.stop({ sessionId });
const links: Act = (tab) => tab.linkWorkspace({ sessionId, workspaceId });

/** What the user does with the sessions of tasks. */
export const sessions: readonly HttpInteraction[] = [
  does(
    {
      description: 'a list of the sessions',
      given: given('a task'),
      operation: 'listSessions',
      promised: { status: 200, body: { sessions: [linked], nextCursor: null } },
    },
    (tab) => tab.listSessions({ limit: 10 }),
    (read) => assert.deepEqual(read, { status: 'ok', sessions: [linked], problem: undefined }),
  ),
  does(
    {
      description: 'a list of the sessions where there is none',
      given: aProject,
      operation: 'listSessions',
      promised: { status: 200, body: { sessions: [], nextCursor: null } },
    },
    (tab) => tab.listSessions(),
    (read) => assert.deepEqual(read, { status: 'ok', sessions: [], problem: undefined }),
  ),
  sees('a read of a session with a workspace', given('a task'), 'getSession', reads, linked),
  sees(
    'a read of a session that has no workspace yet',
    given('a task', { linked: false }),
    'getSession',
    reads,
    queued,
  ),
  sees(
    'a read of a session whose agent has completed',
    given('a task', { agentCompleted: true }),
    'getSession',
    reads,
    completed,
  ),
  sees('a read of a session that was stopped', given('a task', { stopped: true }), 'getSession', reads, stopped),
  refused(
    {
      description: 'a read of a session that does not exist',
      given: aProject,
      operation: 'getSession',
      problem: 'not_found',
    },
    (tab) => tab.readSession({ sessionId: strange(3) }),
  ),
  sees('a stop of a session', given('a task'), 'stopSession', stops, stopped),
  sees('a stop of a session that was stopped', given('a task', { stopped: true }), 'stopSession', stops, stopped),
  sees('a link to a workspace by hand', given('a task', { linked: false }), 'linkWorkspace', links, linked),
  sees('a link to the workspace that it has', given('a task'), 'linkWorkspace', links, linked),
  refused(
    {
      description: 'a link to another workspace than it has',
      given: given('a task'),
      operation: 'linkWorkspace',
      problem: 'workspace_conflict',
    },
    (tab) => tab.linkWorkspace({ sessionId, workspaceId: strange(4) }),
  ),
  refused(
    {
      description: 'a link of a session that was stopped',
      given: given('a task', { linked: false, stopped: true }),
      operation: 'linkWorkspace',
      problem: 'session_stopped',
    },
    links,
  ),
];

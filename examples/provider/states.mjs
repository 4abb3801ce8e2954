import { randomUUID } from 'node:crypto';
import * as store from './store.mjs';

const soon = (seconds) => Date.now() + seconds * 1000;
/** Which token a state is about, and whose it is. */
const roles = { token: 'user', agentToken: 'vm-agent' };

/**
 * Provider states: each brings the provider there and answers the values that interactions need. `values` are those that
 * the states before it have answered.
 */
const states = {
  'a project'(state) {
    const project = store.createProject(state);
    return { project, values: { projectId: project.id, token: store.createToken(state, { role: 'user', project }) } };
  },

  'a task'(state, { prompt = 'Make the login form remember the user name.', ...params }) {
    const { project, values } = states['a project'](state);
    const made = store.createTask(project, prompt);
    const workspaceId = randomUUID();
    if (params.linked !== false) store.link(project, made.sessionId, workspaceId);
    if (params.idempotencyKey) project.keys.set(params.idempotencyKey, { message: prompt, made });
    for (const message of params.messages ?? []) store.append(project, made.sessionId, message);
    if (params.agentCompleted) store.complete(project, made.sessionId);
    if (params.stopped) store.stop(project, made.sessionId);
    const agentToken = store.createToken(state, { role: 'vm-agent', project, workspaceId });
    return { project, values: { ...values, ...made, workspaceId, agentToken } };
  },

  'the token is unknown': (_state, { of = 'token' }) => ({ values: { [of]: `token-${randomUUID()}` } }),
  'the token has expired': (state, { of = 'token' }, project) => ({
    values: { [of]: store.createToken(state, { role: roles[of], project, expiresAt: 0 }) },
  }),
  'the token has asked too often': (state, { of = 'token' }, project) => ({
    values: { [of]: store.createToken(state, { role: roles[of], project, requests: 0 }) },
  }),
  'the token is for something else': (state, { of = 'token' }, project) => ({
    values: {
      [of]: store.createToken(
        state,
        of === 'token'
          ? { role: 'user', project: store.createProject(state) }
          : { role: roles[of], project, workspaceId: randomUUID() },
      ),
    },
  }),
  'a store does not answer': (state) => troubled(state, 'store'),
  'something is broken inside': (state) => troubled(state, 'inside'),
  'sessions cannot be created': (state) => troubled(state, 'sessions'),
  'a text over the limit': () => ({ values: { tooLong: 'x'.repeat(102_401), farTooLong: 'x'.repeat(1_048_577) } }),
  'time has passed'(_state, { seconds }, project) {
    for (const { session } of project.sessions) {
      if (session.agentCompletedAt !== null && session.agentCompletedAt + 900_000 <= soon(seconds)) {
        store.stop(project, session.sessionId, { idle: true });
      }
    }
    return { values: {} };
  },
};

function troubled(state, trouble) {
  state.trouble = trouble;
  return { values: {} };
}

/** Answers one state-change request: status and body. */
export function changeState(state, { state: name, params = {}, action }) {
  if (action === 'teardown') {
    state.trouble = null;
    return [200, {}];
  }
  const change = states[name];
  if (!change) return [404, { detail: `There is no state "${name}" here.` }];
  if (name === 'a project' || name === 'a task') state.trouble = null;
  const { project, values } = change(state, params, state.current);
  if (project) state.current = project;
  return [200, values];
}

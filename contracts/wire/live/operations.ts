import { z } from 'zod';
import {
  authenticated,
  everywhere,
  inProject,
  inSession,
  nextCursor,
  type Operation,
  page,
  pageBySeq,
  withBody,
} from '../operation.ts';
import { liveEvent } from './events.ts';
import { liveSession, newLiveSession } from './session.ts';

/** The operations of live sessions. A live session belongs to the user who made it; nobody else may see it (SAFE-3). */
export const liveOperations = {
  createLiveSession: {
    method: 'PUT',
    path: '/v1/projects/{projectId}/live-sessions/{sessionId}',
    summary: 'Make the record of a live session',
    description:
      'Under an id that the client chose, with the first message and not before (WEB-1, WEB-16). 201 when it was made. Made again by the same user, with whatever body, it is the same session: 200, and nothing changes. A record whose first message does not come within ten minutes is removed with its id, and is in no list before.',
    capability: 'deferred',
    params: inSession,
    body: newLiveSession,
    answers: { 200: liveSession, 201: liveSession },
    problems: ['session_id_taken', ...withBody, ...authenticated],
  },
  listLiveSessions: {
    method: 'GET',
    path: '/v1/projects/{projectId}/live-sessions',
    summary: 'List live sessions',
    description: "The caller's own that have a message. Newest first, paged like tasks.",
    capability: 'live',
    params: inProject,
    query: page,
    answers: { 200: z.object({ sessions: z.array(liveSession), nextCursor }).meta({ id: 'LiveSessionPage' }) },
    problems: ['malformed_request', ...authenticated],
  },
  getLiveSession: {
    method: 'GET',
    path: '/v1/projects/{projectId}/live-sessions/{sessionId}',
    summary: 'Read a live session',
    description: 'Reads what is durable, and whether it is running.',
    capability: 'live',
    params: inSession,
    answers: { 200: liveSession },
    problems: ['malformed_request', ...authenticated],
  },
  liveHistory: {
    method: 'GET',
    path: '/v1/projects/{projectId}/live-sessions/{sessionId}/history',
    summary: 'Read the history of a live session',
    description:
      'Its durable events in order of `seq`: what a client shows is made of them. `nextAfter` is null on the last page; otherwise pass it as `after`. 404 for an unknown session (WEB-6).',
    capability: 'live',
    params: inSession,
    query: pageBySeq,
    answers: {
      200: z
        .object({ events: z.array(liveEvent), nextAfter: z.int().positive().nullable() })
        .meta({ id: 'LiveHistory' }),
    },
    problems: ['malformed_request', ...authenticated],
  },
  live: {
    method: 'GET',
    path: '/v1/projects/{projectId}/live',
    summary: 'Open the live socket',
    description:
      'Upgrades to a WebSocket for whoever asks; its frames are in asyncapi.json. Who the client is it says in `hello`; a refusal closes with 4401 or 1008 (WEB-14).',
    capability: 'live',
    params: inProject,
    answers: { 101: null },
    problems: ['malformed_request', ...everywhere],
  },
  terminal: {
    method: 'GET',
    path: '/v1/projects/{projectId}/terminal',
    summary: 'Open a terminal',
    description:
      'Upgrades to a WebSocket, authenticated like the events socket; it has a life of its own, whatever happens to live sessions and their socket (WEB-15).',
    capability: 'live',
    params: inProject,
    answers: { 101: null },
    problems: ['malformed_request', ...authenticated],
  },
} as const satisfies Record<string, Operation>;

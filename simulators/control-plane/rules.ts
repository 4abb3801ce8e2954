import { dueDeadlines } from './project-data/deadlines.ts';
import { storeBatch } from './project-data/store-batch.ts';
import * as access from './rules/access.ts';
import * as feed from './rules/feed.ts';
import { cutPage, pageCondition } from './rules/lists.ts';
import { type LiveRules, liveRules } from './rules/live.ts';
import * as messages from './rules/messages.ts';
import { type PhaseRules, phaseRules } from './rules/phases.ts';
import * as requests from './rules/requests.ts';
import * as runner from './rules/runner.ts';
import { type RuntimeRules, runtimeRules } from './rules/runtimes.ts';
import * as sessions from './rules/sessions.ts';
import * as submits from './rules/submits.ts';

/** The decisions of the control plane, each by its name. What they promise is said where they are. */
export interface Rules extends RuntimeRules, LiveRules, PhaseRules {
  // Who may ask what
  roleMay: typeof access.roleMay;
  opensProject: typeof access.opensProject;
  foreignProject: typeof access.foreignProject;
  mayUseSession: typeof access.mayUseSession;
  expiredToken: typeof access.expiredToken;
  refusalDetail: typeof access.refusalDetail;
  // What a request may look like
  readBody: typeof requests.readBody;
  malformedBody: typeof requests.malformedBody;
  pageCondition: typeof pageCondition;
  cutPage: typeof cutPage;
  // How a task gets its session
  rememberedKey: typeof submits.rememberedKey;
  makeSession: typeof submits.makeSession;
  sessionRefused: typeof submits.sessionRefused;
  existingSession: typeof sessions.existingSession;
  storeSession: typeof sessions.storeSession;
  // How a session gets its workspace
  sessionForWorkspace: typeof runner.sessionForWorkspace;
  workspaceToAsk: typeof runner.workspaceToAsk;
  link: typeof runner.link;
  retryDelay: typeof runner.retryDelay;
  linkDecision: typeof sessions.linkDecision;
  // How messages are stored
  sizeOf: typeof messages.sizeOf;
  judgeBatch: typeof messages.judgeBatch;
  sendBatch: typeof messages.sendBatch;
  unknownSession: typeof sessions.unknownSession;
  acceptsMessages: typeof sessions.acceptsMessages;
  knownMessage: typeof messages.knownMessage;
  storeBatch: typeof storeBatch;
  batchAnswer: typeof messages.batchAnswer;
  historyPage: typeof messages.historyPage;
  // How a session lives and ends
  describeSession: typeof sessions.describeSession;
  cleanupDue: typeof sessions.cleanupDue;
  cleansUp: typeof sessions.cleansUp;
  dueDeadlines: typeof dueDeadlines;
  // What subscribers see
  liveEvents: typeof feed.liveEvents;
  replay: typeof feed.replay;
  mayFollow: typeof feed.mayFollow;
  malformedFrame: typeof feed.malformedFrame;
}

export const correctRules: Rules = {
  ...liveRules,
  ...phaseRules,
  ...runtimeRules,
  roleMay: access.roleMay,
  opensProject: access.opensProject,
  foreignProject: access.foreignProject,
  mayUseSession: access.mayUseSession,
  expiredToken: access.expiredToken,
  refusalDetail: access.refusalDetail,
  readBody: requests.readBody,
  malformedBody: requests.malformedBody,
  pageCondition,
  cutPage,
  rememberedKey: submits.rememberedKey,
  makeSession: submits.makeSession,
  sessionRefused: submits.sessionRefused,
  existingSession: sessions.existingSession,
  storeSession: sessions.storeSession,
  sessionForWorkspace: runner.sessionForWorkspace,
  workspaceToAsk: runner.workspaceToAsk,
  link: runner.link,
  retryDelay: runner.retryDelay,
  linkDecision: sessions.linkDecision,
  sizeOf: messages.sizeOf,
  judgeBatch: messages.judgeBatch,
  sendBatch: messages.sendBatch,
  unknownSession: sessions.unknownSession,
  acceptsMessages: sessions.acceptsMessages,
  knownMessage: messages.knownMessage,
  storeBatch,
  batchAnswer: messages.batchAnswer,
  historyPage: messages.historyPage,
  describeSession: sessions.describeSession,
  cleanupDue: sessions.cleanupDue,
  cleansUp: sessions.cleansUp,
  dueDeadlines,
  liveEvents: feed.liveEvents,
  replay: feed.replay,
  mayFollow: feed.mayFollow,
  malformedFrame: feed.malformedFrame,
};

/**
 * The switch: the one piece of state at module level. Handler and objects share an isolate, so a table switched here
 * is at once the one everywhere. Each operation reads it once, at its beginning, and keeps it to its end.
 */
let current: Rules = correctRules;

export function currentRules(): Rules {
  return current;
}

/** Makes `rules` the table of every operation that begins from now on. */
export function useRules(rules: Rules): void {
  current = rules;
}

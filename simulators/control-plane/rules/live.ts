import * as connection from './live-connection.ts';
import * as life from './live-life.ts';
import * as prompts from './live-prompts.ts';
import * as routing from './live-routing.ts';
import * as turns from './live-turns.ts';
import * as watching from './live-watching.ts';

/** The decisions about live sessions, each by its name. */
export interface LiveRules {
  // How an operation is routed, and what it does
  routeLive: typeof routing.routeLive;
  stepsOf: typeof routing.stepsOf;
  runningNow: typeof routing.runningNow;
  abortLoop: typeof routing.abortLoop;
  stateOnResume: typeof routing.stateOnResume;
  attendedState: typeof routing.attendedState;
  stateTime: typeof routing.stateTime;
  describeSwitched: typeof routing.describeSwitched;
  // Who watches what
  watchesOnSwitch: typeof watching.watchesOnSwitch;
  watchesOnSend: typeof watching.watchesOnSend;
  leavingOnSwitch: typeof watching.leavingOnSwitch;
  targetSession: typeof watching.targetSession;
  sendFollowsFrom: typeof watching.sendFollowsFrom;
  standingOf: typeof watching.standingOf;
  resumedStanding: typeof watching.resumedStanding;
  replayLive: typeof watching.replayLive;
  delivers: typeof watching.delivers;
  mayOpenLive: typeof watching.mayOpenLive;
  takesOver: typeof watching.takesOver;
  // Who is connected
  greet: typeof connection.greet;
  identify: typeof connection.identify;
  refusalClose: typeof connection.refusalClose;
  handlesEarly: typeof connection.handlesEarly;
  // Prompts and turns
  knownPrompt: typeof prompts.knownPrompt;
  repeatedPrompt: typeof prompts.repeatedPrompt;
  resumeObjection: typeof prompts.resumeObjection;
  terminals: typeof turns.terminals;
  chunkIndex: typeof turns.chunkIndex;
  resultFor: typeof turns.resultFor;
  countReply: typeof turns.countReply;
  recordedMetadata: typeof turns.recordedMetadata;
  stepLoop: typeof turns.stepLoop;
  // How a live session begins and ends
  createDecision: typeof life.createDecision;
  describeLive: typeof life.describeLive;
  listedLive: typeof life.listedLive;
  emptyDue: typeof life.emptyDue;
  idleDue: typeof life.idleDue;
  recoverSession: typeof life.recoverSession;
  liveHistoryPage: typeof life.liveHistoryPage;
  unknownLive: typeof life.unknownLive;
  storeMode: typeof life.storeMode;
}

export const liveRules: LiveRules = { ...routing, ...watching, ...connection, ...prompts, ...turns, ...life };

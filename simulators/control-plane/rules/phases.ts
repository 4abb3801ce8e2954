import * as archive from './phase-archive.ts';
import * as failures from './phase-failures.ts';
import * as life from './phase-life.ts';
import * as locks from './phase-locks.ts';
import * as reading from './phase-reading.ts';
import * as starts from './phase-starts.ts';

/** The decisions of phase sessions, each by its name. What they promise is said where they are. */
export interface PhaseRules {
  // How a phase is started
  modelChange: typeof starts.modelChange;
  intentFits: typeof starts.intentFits;
  startDecision: typeof starts.startDecision;
  sessionAtLast: typeof starts.sessionAtLast;
  commitStart: typeof starts.commitStart;
  modelObjection: typeof starts.modelObjection;
  countReplacement: typeof starts.countReplacement;
  // Who holds a session
  replacementLocks: typeof locks.replacementLocks;
  holdForReplacement: typeof locks.holdForReplacement;
  lockHeld: typeof locks.lockHeld;
  lockLease: typeof locks.lockLease;
  freeLock: typeof locks.freeLock;
  unlockPhase: typeof locks.unlockPhase;
  lockPatience: typeof locks.lockPatience;
  countWait: typeof locks.countWait;
  // How a session lives and ends
  nextPhaseState: typeof life.nextPhaseState;
  phaseChanged: typeof life.phaseChanged;
  retired: typeof life.retired;
  storePhases: typeof life.storePhases;
  titleFits: typeof life.titleFits;
  // What is seen of it
  visiblePhases: typeof reading.visiblePhases;
  listedPhases: typeof reading.listedPhases;
  openPhase: typeof reading.openPhase;
  modelName: typeof reading.modelName;
  phaseRows: typeof reading.phaseRows;
  checkHeld: typeof reading.checkHeld;
  stampFits: typeof reading.stampFits;
  countLookup: typeof reading.countLookup;
  invalidate: typeof reading.invalidate;
  // What is said of it
  failureText: typeof failures.failureText;
  startRefusal: typeof failures.startRefusal;
  startMessage: typeof failures.startMessage;
  // How it is archived
  archiveTime: typeof archive.archiveTime;
  archivesUpTo: typeof archive.archivesUpTo;
  archiveRetry: typeof archive.archiveRetry;
  archiveLease: typeof archive.archiveLease;
  archiveOne: typeof archive.archiveOne;
  keepArchived: typeof archive.keepArchived;
  mayReadArchived: typeof archive.mayReadArchived;
  runAlarm: typeof archive.runAlarm;
  archiveEnds: typeof archive.archiveEnds;
}

export const phaseRules: PhaseRules = { ...starts, ...locks, ...life, ...reading, ...failures, ...archive };

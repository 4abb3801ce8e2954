export type Family = 'TASK' | 'LIVE' | 'WEB' | 'PHASE' | 'RUN' | 'PACT' | 'SAFE';

export interface Requirement {
  id: RequirementId;
  level: 'MUST' | 'SHOULD';
  family: Family;
  /** Whether something proves it: scenarios and a known bug that they find, or, of the pacts, their verification. */
  built: boolean;
  /** What must hold, in one sentence. */
  text: string;
}

const sentences = {
  'TASK-1':
    'One task has exactly one session, whatever path made it, and an Idempotency-Key makes a submit happen once for 24 hours.',
  'TASK-2':
    'A submit whose session cannot be created is refused as retryable and leaves no task, session or message behind; one whose outcome is unknown is resolved by its key.',
  'TASK-3': 'Every session id the API returns can be fetched: none is made up.',
  'TASK-4':
    "The user's first message is stored once, before the submit is answered, and the VM agent gets the prompt under that message's id.",
  'TASK-5':
    'A session exists before its workspace and is linked to one workspace: the same again is harmless, another is refused.',
  'TASK-6': 'A session whose workspace could not be linked takes messages, and linking is retried until it holds.',
  'TASK-7':
    "Within ten minutes of a runner's death between ordering a workspace and linking it, exactly one workspace is linked or none is left running.",
  'TASK-8':
    'A batch is answered message by message, and what was not acknowledged is sent again: delivered at least once, stored exactly once.',
  'TASK-9':
    'A message id is unique within its session: with other content it is rejected and the first message is kept.',
  'TASK-10':
    "Batches that overlap store each message once, in each sender's order, with a `seq` without gaps and an exact message count.",
  'TASK-11':
    'The VM agent retries what may succeed later with backoff, stops without a valid token, sets a bad message aside, never changes a message id, and loses nothing from its bounded outbox in silence.',
  'TASK-12':
    'A stopped session stores nothing new and says so, for each message or with a 409, and the reporter stops.',
  'TASK-13':
    'Every stored message reaches every subscriber once, in order of `seq`, also when it was stored while the subscriber reconnected.',
  'TASK-14':
    'Fifteen minutes after its agent completed, a session is cleaned up once, with its workspace and task; a message restarts the period and stopping cancels it.',
  'TASK-15':
    'The whole life of a task, from submit over linking and completion to the stop, shows the right state and counters at each step.',
  'TASK-16':
    'Of 200 submits at once all succeed, but for those an overload refused, and these succeed when they are tried again.',
  'TASK-17':
    'What was acknowledged survives eviction, reset and killing of the process, and hibernated subscribers still get their events.',
  'TASK-18':
    'Every limit has an error of its own, a shortened list says so and gives a cursor, and rows of one millisecond are never lost between pages.',
  'TASK-19': 'Subscribing or posting to a session that does not exist is refused visibly.',
  'TASK-20':
    'Created, linked, agent completed, idle cleanup and stopped reach every subscriber once and in order, also through a subscription from before the link.',
  'LIVE-1':
    'Send, interrupt, switch and reconnect follow the durable state of a session; the registry in memory is never trusted alone.',
  'LIVE-2':
    'The first message after leaving a session and coming back gets exactly one reply, without a second send and no later than otherwise.',
  'LIVE-3':
    'Switching to a session subscribes before it answers, so that nothing emitted before the first send is missed.',
  'LIVE-4':
    'The answer to a switch carries mode, cwd, branch, worktree and tokens, and says truthfully whether the session is running.',
  'LIVE-5':
    'A session with no running loop has ended 48 hours after its last durable event, and a message resumes it with its history.',
  'LIVE-6': 'A closing session gets no new prompt: it is aborted and resumed.',
  'LIVE-7': 'A zombie loop is aborted: two loops of one session are never alive at once.',
  'LIVE-8':
    'An interrupt works the first time after a switch, without a second send, and is a send where nothing runs.',
  'LIVE-9':
    "A reconnect replays once what follows the client's cursor and says what is running; a cursor ahead of the server is answered as invalid, with a snapshot.",
  'LIVE-10': 'A session makes only legal transitions, at increasing times.',
  'LIVE-11':
    'A restart ends every session that had not ended, the next message resumes it, and an accepted send has exactly one durable terminal event.',
  'LIVE-12': 'The same client message id twice is one turn, and with another payload it is refused.',
  'LIVE-13':
    'Any number of connections watch a session and one may send; a send from a second device takes over and the first is told.',
  'LIVE-14': 'A message sent while a session starts is neither dropped nor the start of a second loop.',
  'LIVE-15': 'Suspending and resuming a session loses and repeats nothing.',
  'LIVE-16': 'Send and interrupt subscribe before they route, so that the first frames of a new loop reach the sender.',
  'LIVE-17':
    'The frontend takes what is running from the answer to its switch, and its next send does not wait behind a stale flag.',
  'LIVE-18': 'Each pairing of durable state, registered loop and operation has one outcome in the contract.',
  'WEB-1':
    'Opening a new session creates nothing until its first message, and a record that never got one is never listed and is removed after ten minutes.',
  'WEB-2': 'A first message creates its session and is then sent without resume.',
  'WEB-3':
    'Every message after the first acknowledged one resumes its session by id, and a retried frame is the same to the byte.',
  'WEB-4':
    'Switching sessions clears the old one, ignores its late frames, and never sends a message to the wrong session.',
  'WEB-5': 'Reloading in mid-conversation restores the messages and whether the first message was sent.',
  'WEB-6':
    'An unknown id in the address bar shows a session that is not created yet; any other failure shows an error.',
  'WEB-7': 'Chunks of a stream are merged by message id and finalised once.',
  'WEB-8':
    'The frontend reconnects with doubling pauses, at most five times since it was last connected, and then shows that it is disconnected.',
  'WEB-9': 'Nothing is sent before the provider says connected, and the bounded queue is then flushed in order.',
  'WEB-10':
    'A completed message carries the metadata its record then has, and a failure to gather it fails no message.',
  'WEB-11': 'Results of tools are paired with their calls.',
  'WEB-12': 'The permission mode belongs to its session, and a new session has the default.',
  'WEB-13': 'Tabs are independent: each has its own socket and current session.',
  'WEB-14': 'A refused authentication closes the socket with 1008 or 4401 and is not retried.',
  'WEB-15': "The terminal's socket is untouched by what chat sockets do.",
  'WEB-16': "A record has the client's id; creating it again is one session, and another user's id is refused.",
  'WEB-17':
    'Two sends before creation is answered make one session and keep their order, and only the first goes without resume.',
  'WEB-18':
    'A session is shown as not created, creating, connecting, ready or disconnected, and input is open only where a message can be sent or queued.',
  'WEB-19': 'An error is shown, ends streaming and keeps the typed text, and trying again creates once.',
  'WEB-20': 'Changes of metadata and state cause no reconnect and no reload: a tab has one socket.',
  'PHASE-1': 'Starting a phase again with the same model returns the session it has and creates none.',
  'PHASE-2':
    'Another model replaces a session only with the stated intent to replace that very session and version, and one session stays visible.',
  'PHASE-3':
    'Another model, major version or critical parameter is a change of model; a minor version or other parameter is not.',
  'PHASE-4': 'Deleted sessions are left out of every list and lookup, and kept in export and archive.',
  'PHASE-5':
    "A replacement waits two seconds at most for the session's lock, one of two wins, and the lock of a dead holder is free after five seconds.",
  'PHASE-6': 'Without locking, versions give the same guarantees and the loser the same answer.',
  'PHASE-7':
    'The session of a deleted model stays visible as such, and running it or sending to it is an error that names the model.',
  'PHASE-8': 'Once a replacement was answered no lookup returns the old session, even when the invalidation is lost.',
  'PHASE-9': 'Failures carry a status, a code and a plain text; details are logged under an id and never returned.',
  'PHASE-10':
    'Sessions are exported before they are replaced, archived once a day after deletion, kept a year and then purged, and none is lost or archived twice.',
  'PHASE-11': 'Under load lookups, replacements and resources keep within their budgets and nothing is lost.',
  'PHASE-12': 'After a replacement or a refusal the lists of both users are right without a reload.',
  'PHASE-13': 'A replacement is whole or did not happen: when creating fails, the old session is visible and running.',
  'PHASE-14': 'Listing, replacing and deleting many sessions takes a constant number of queries.',
  'PHASE-15':
    'A start that was answered is visible at once everywhere, and success is never answered for a session that then does not exist.',
  'PHASE-16': 'The counters equal what the history shows.',
  'PHASE-17': 'Each stage of a rollout passes only within its limits of success, errors, time and resources.',
  'PHASE-18': 'Terminal states stay, cancelling works at any time before them, and cancelling twice is one event.',
  'RUN-1': 'An issue task is offered the prior session on the runtime that made it, and on no other.',
  'RUN-2':
    "A chat task is offered the chat's session when its runtime matches, and otherwise the newest finished task's under the same guard.",
  'RUN-3': 'The work directory is offered in every case.',
  'RUN-4': 'Finishing with a session moves pointer, runtime and work directory together, and without one none of them.',
  'RUN-5': "The task's own runtime decides what is resumed, not the one its agent has now.",
  'RUN-6': 'The migration pairs a legacy pointer only with the runtime of the task that made that session.',
  'RUN-7':
    'A claim takes tasks of its own runtime only, and one whose answer was lost is given again to the same daemon at once and to another after its lease.',
  'RUN-8': 'A session pinned in mid-run survives a crash of the daemon.',
  'RUN-9': "A new chat session knows its agent's runtime before its first task.",
  'RUN-10': 'Removing a runtime leaves its pointers unresumable and the work directory offered.',
  'PACT-1': "Each consumer's pact is written by the client code that ships and can be verified against any provider.",
  'PACT-2': 'A provider that breaks a field, a status or a frame fails exactly the interactions that use it.',
  'PACT-3': 'Verification never passes without having verified anything.',
  'SAFE-1':
    'Users, VM agents and daemons have tokens of their own, and every operation answers each role as the access table says.',
  'SAFE-2': 'Malformed input gets a clear refusal, and connection and data survive it.',
  'SAFE-3': 'A subscriber sees only what it may read, also when it asks before the check is done.',
  'SAFE-4': 'No token or secret appears in a trace, report, log or error.',
} as const;

export type RequirementId = keyof typeof sentences;

/** Families that are built: what proves each requirement of them, and known bugs that it catches. */
const builtFamilies: ReadonlySet<string> = new Set<Family>(['TASK', 'LIVE', 'WEB', 'PHASE', 'RUN', 'PACT', 'SAFE']);

/** Of these families, what is seen under load only: load is not played yet. */
const notYetBuilt: ReadonlySet<string> = new Set<RequirementId>(['PHASE-11', 'PHASE-17']);

/** All requirements, in the order of their families and numbers. Every one of them is a MUST. */
export const requirements: readonly Requirement[] = Object.entries(sentences).map(([id, text]) => ({
  id: id as RequirementId,
  level: 'MUST',
  family: id.slice(0, id.indexOf('-')) as Family,
  built: builtFamilies.has(id.slice(0, id.indexOf('-'))) && !notYetBuilt.has(id),
  text,
}));

const byId = new Map<string, Requirement>(requirements.map((entry) => [entry.id, entry]));

/** @throws when there is no requirement with this id. */
export function requirement(id: RequirementId): Requirement {
  const found = byId.get(id);
  if (!found)
    throw new Error(`Failed to find the requirement ${id}: there is none. See \`rehearse list --requirements\`.`);
  return found;
}

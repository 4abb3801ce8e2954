import { limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { type Fields, fields, list, param, type Said } from '../../reading.ts';
import { day, type Grave, gravesOf } from './graves.ts';

const minute = 60 * 1000;
/** From the first attempt to the last: after 1, 5 and 15 minutes. */
const attempts = 21 * minute;
/** How late an alarm may be of its own accord. */
const slack = minute;
/** Older runs are not listed. */
const listed = 100;

/** The archive runs once a day, and tells what it did (PHASE-10). */
export const archivedOnSchedule = check({
  id: 'archived-on-schedule',
  level: 'MUST',
  requirements: ['PHASE-10'],
  sentence:
    'A run at 3:00 UTC archives what was deleted a day before, each session once, gives up only after three more attempts in 21 minutes, and raises an alarm when it is too long or fails too often.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        const { phases } = observed;
        const graves = gravesOf(phases);
        for (const answer of phases.answers('readArchived'))
          if (answer.status === 200) judgeTime(observed, answer, graves, found);
        for (const answer of phases.answers('listArchiveRuns'))
          if (answer.status === 200) judgeRuns(observed, answer, graves, found);
        return found;
      },
    };
  },
});

/** Whatever broke inside put a run off by no more than its next look, unless it has more than a batch to do. */
const latest = (observed: Observed, graves: ReadonlyMap<string, Grave>): number =>
  observed.alarmsLate || graves.size > limits.archiveBatch
    ? Number.POSITIVE_INFINITY
    : attempts + slack * (1 + observed.insideFaultsFrom(0).length);

/** Nothing inside broke, so nothing is late. */
const isUndisturbed = (observed: Observed): boolean =>
  !observed.alarmsLate && observed.insideFaultsFrom(0).length === 0;

function judgeTime(observed: Observed, answer: Said, graves: ReadonlyMap<string, Grave>, found: Findings): void {
  const grave = graves.get(param(answer.exchange, 'sessionId'));
  const { archivedAt } = fields(answer.body.times);
  if (!grave || typeof archivedAt !== 'number') return;
  found.judged += 1;
  const breach = (how: string) =>
    found.breach(
      `Session ${grave.life.sessionId} was archived ${how} the run that was due for it.`,
      grave.life.endEvent,
      answer.index,
    );
  if (archivedAt < grave.due) breach('before');
  if (archivedAt > grave.due + limits.archiveRunTime && isUndisturbed(observed)) breach('long after');
  else if (archivedAt > grave.due + latest(observed, graves)) breach('after the last attempt of');
}

function judgeRuns(observed: Observed, answer: Said, graves: ReadonlyMap<string, Grave>, found: Findings): void {
  const runs = list(answer.body.runs).map(fields);
  for (const run of runs) judgeRun(observed, run, answer, graves, found);
  const { beginning } = observed.phases;
  if (beginning === undefined || runs.length >= listed) return;
  found.judged += 1;
  const now = beginning + answer.time;
  const sum = (name: 'archived' | 'failed') => runs.reduce((total, run) => total + Number(run[name]), 0);
  const dueBy = (time: number) => [...graves.values()].filter(({ due }) => due <= time);
  // The clock of the target may be a little ahead of what is known of it.
  const possible = dueBy(now + slack);
  const events = possible.map(({ life }) => life.endEvent);
  if (sum('archived') + sum('failed') > possible.length) {
    const message = `The runs archived ${sum('archived')} sessions and gave ${sum('failed')} up, though only ${possible.length} were to be archived: one was archived twice.`;
    found.breach(message, ...events, answer.index);
  }
  const overdue = dueBy(now - limits.archiveRunTime);
  if (isUndisturbed(observed) && sum('archived') + sum('failed') < overdue.length) {
    const message = `The runs archived ${sum('archived')} sessions of ${overdue.length} that were due.`;
    found.breach(message, ...overdue.map(({ life }) => life.endEvent), answer.index);
  }
}

function judgeRun(
  observed: Observed,
  run: Fields,
  answer: Said,
  graves: ReadonlyMap<string, Grave>,
  found: Findings,
): void {
  const [startedAt, archived, failed] = [Number(run.startedAt), Number(run.archived), Number(run.failed)];
  const letters = list(run.deadLetters);
  const ended = typeof run.endedAt === 'number' ? run.endedAt : undefined;
  const breach = (message: string) => found.breach(`The run of the archive at ${startedAt} ${message}`, answer.index);
  found.judged += 1;
  const late = (startedAt - limits.archiveHour * 60 * minute) % day;
  if (isUndisturbed(observed) && late > slack) breach('did not begin at 3:00 UTC.');
  if (failed !== letters.length) breach(`gave ${failed} sessions up and names ${letters.length}.`);
  const early = letters.flatMap((id) => graves.get(String(id)) ?? []).filter(({ due }) => due > startedAt + slack);
  if (early.length > 0) breach('gave a session up that it was not to archive yet.');
  if (ended === undefined) return;
  const took = ended - startedAt;
  if (failed > 0 && took < attempts) breach(`gave a session up after ${took} ms, before the last attempt was due.`);
  if (failed > 0 && took > latest(observed, graves))
    breach(`gave a session up after ${took} ms, long after the last attempt was due.`);
  const due = alarmOf(took, archived, failed);
  if (run.alarm !== due)
    breach(`took ${took} ms and gave ${failed} of ${archived + failed} up, with alarm ${run.alarm} instead of ${due}.`);
}

function alarmOf(took: number, archived: number, failed: number): 'too_long' | 'too_many_errors' | null {
  if (took > limits.archiveRunTime) return 'too_long';
  return failed / Math.max(1, archived + failed) > limits.archiveFailures ? 'too_many_errors' : null;
}

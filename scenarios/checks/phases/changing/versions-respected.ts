import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, type Said, text } from '../../reading.ts';
import type { PhaseStory } from '../story/story.ts';
import type { Life } from '../story/truth.ts';
import { windowOf } from '../story/windows.ts';

/** Versions say who was first (PHASE-6). */
export const versionsRespected = check({
  id: 'versions-respected',
  level: 'MUST',
  requirements: ['PHASE-6'],
  sentence:
    'Each change of a session has the next version, a title is only given to the version that it is meant for, and who waits for locks says the setting.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        for (const life of phases.truth?.lives.values() ?? []) judgeVersions(life, found);
        for (const { wrong, message, events } of phases.views)
          if (wrong === 'otherwise') found.breach(message, ...events);
        judgeTitles(phases, found);
        for (const answer of phases.answers()) judgeSetting(phases, answer, found);
        return found;
      },
    };
  },
});

function judgeVersions({ sessionId, versions }: Life, found: Findings): void {
  for (const [place, { version, event }] of versions.entries()) {
    found.judged += 1;
    const before = versions[place - 1];
    const due = (before?.version ?? 0) + 1;
    if (version !== due)
      found.breach(`Session ${sessionId} has version ${version} instead of ${due}.`, before?.event, event);
  }
}

/** Of two who title the same version one is first. */
function judgeTitles(phases: PhaseStory, found: Findings): void {
  const first = new Map<string, Said>();
  for (const answer of phases.answers('updatePhaseSession')) {
    const { exchange, status, body, index } = answer;
    const { version } = fields(exchange.sent.message.body);
    const id = exchange.sent.message.params.sessionId;
    const key = `${id} ${version}`;
    const breach = (message: string, ...events: (number | undefined)[]) =>
      found.breach(message, ...events, exchange.sent.index, index);
    if (status === 200) {
      found.judged += 1;
      if (body.version !== Number(version) + 1)
        breach(`Session ${id} was titled for version ${version} and has version ${body.version} now.`);
      const other = first.get(key);
      // The same request may reach the target twice.
      if (other && other.exchange !== exchange)
        breach(`Session ${id} was titled twice for version ${version}.`, other.index);
      first.set(key, answer);
    }
    if (text(body.code) === 'version_conflict') {
      found.judged += 1;
      if (fields(body.current).version === version)
        breach(`A title for version ${version} of session ${id} was refused, though that is the current one.`);
    }
  }
}

/** With locks nobody is told that there are none, and without them nobody waits. */
function judgeSetting(phases: PhaseStory, answer: Said, found: Findings): void {
  const { exchange, status, body } = answer;
  const code = text(body.code);
  const isGrant = exchange.operation === 'lockPhaseSession' && status === 201;
  if (code !== 'locking_disabled' && code !== 'session_locked' && !isGrant) return;
  const settings = phases.lockingAt(windowOf(answer));
  found.judged += 1;
  const events = [...phases.answers('phaseSettings').map(({ index }) => index), answer.index];
  if (code === 'locking_disabled' && !settings.has(false))
    found.breach(`${exchange.operation} was refused, as if there were no locks.`, ...events);
  if (code !== 'locking_disabled' && !settings.has(true))
    found.breach(
      `${exchange.operation} was answered ${status} ${code ?? ''}, though locks were switched off.`,
      ...events,
    );
}

import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { repliesTo } from '../story/causes.ts';
import { modelChange, nameOf, parametersOf, type Reply, slotOf, type Wish } from '../story/rows.ts';
import type { Life, PhaseTruth } from '../story/truth.ts';
import { windowOf } from '../story/windows.ts';

/** What a start comes to follows from the session that is there (PHASE-1, PHASE-2, PHASE-3). */
export const startsFollowTheModel = check({
  id: 'starts-follow-the-model',
  level: 'MUST',
  requirements: ['PHASE-1', 'PHASE-3', 'PHASE-2'],
  sentence:
    'A start with the model of the visible session returns that session, and a new one is as it was asked for and by whom; one with another model replaces it where that is meant, and is refused naming it otherwise.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        const { truth } = phases;
        if (!truth) return found;
        for (const wish of phases.wishes) {
          for (const reply of repliesTo(wish)) {
            new Judgement(truth, wish, reply, found).judge(phases.userOf(wish.exchange));
          }
        }
        for (const life of truth.lives.values()) judgeReplacement(truth, life, found);
        return found;
      },
    };
  },
});

/** What was replaced had another model, whatever was answered. */
function judgeReplacement(truth: PhaseTruth, life: Life, found: Findings): void {
  const [old, now] = [truth.lives.get(life.replaced ?? ''), life.versions[0]];
  const was = old && truth.versionBefore(old, life.start);
  if (!was || !now) return;
  found.judged += 1;
  if (modelChange(was.row, now.row)) return;
  const message = `Session ${old.sessionId} (${nameOf(was.row)}) was replaced for ${nameOf(now.row)}, which is no other model.`;
  found.breach(message, was.event, now.event);
}

class Judgement {
  readonly #truth: PhaseTruth;
  readonly #wish: Wish;
  readonly #reply: Reply;
  readonly #found: Findings;
  readonly #steps: readonly [number, number];

  constructor(truth: PhaseTruth, wish: Wish, reply: Reply, found: Findings) {
    this.#truth = truth;
    this.#wish = wish;
    this.#reply = reply;
    this.#found = found;
    this.#steps = truth.steps(windowOf(reply.answer));
  }

  /** `userId`: who asks, where that is known. */
  judge(userId: string | undefined): void {
    const { outcome, code, answer } = this.#reply;
    const { operation } = this.#wish.exchange;
    const { session } = this.#reply;
    if (session && slotOf(session) !== this.#wish.slot)
      this.#breach(
        `A start of ${this.#wish.slot} was answered with session ${session.sessionId}, which is one of ${slotOf(session)}.`,
      );
    if (outcome === 'existing') this.#existing();
    if (outcome === 'created' || outcome === 'replaced') this.#made(userId);
    if (code === 'model_conflict') this.#conflict();
    if (code === 'replaced_meanwhile') this.#moved();
    if (operation !== 'startPhase' || outcome === undefined) return;
    const due = outcome === 'existing' ? 200 : 201;
    if (answer.status !== due) this.#breach(`A start was answered ${answer.status} with ${outcome} instead of ${due}.`);
  }

  #existing(): void {
    const { session } = this.#reply;
    this.#found.judged += 1;
    const change = session && modelChange(session, this.#wish);
    if (!change) return;
    const message = `A start with ${nameOf(this.#wish)} was answered with session ${session.sessionId} of ${nameOf(session)}, though that is another model (${change}).`;
    this.#breach(message);
  }

  #made(userId: string | undefined): void {
    const { session, outcome } = this.#reply;
    const life = this.#truth.lives.get(session?.sessionId ?? '');
    if (!session || !life) return;
    this.#found.judged += 1;
    if (life.start <= this.#steps[0]) {
      this.#breach(`A start was answered with ${outcome} session ${life.sessionId}, which had been started before.`);
    }
    const replaced = life.replaced !== null;
    if (replaced !== (outcome === 'replaced'))
      this.#breach(
        `A start was answered ${outcome}, though session ${life.sessionId} replaced ${life.replaced ?? 'none'}.`,
      );
    const isAsAsked =
      modelChange(session, this.#wish) === undefined &&
      session.model.version === this.#wish.model.version &&
      parametersOf(session.parameters) === parametersOf(this.#wish.parameters);
    if (!isAsAsked || session.state !== 'created' || session.version !== 1) {
      this.#breach(
        `Session ${life.sessionId} was started as ${nameOf(session)}, ${session.state} in version ${session.version}, not new and as asked for.`,
      );
    }
    if (userId !== undefined && session.userId !== userId)
      this.#breach(`Session ${life.sessionId}, which ${userId} started, is that of ${session.userId}.`);
  }

  /** Only where nothing was agreed to, and naming the visible session of another model. */
  #conflict(): void {
    const { current } = this.#reply;
    this.#found.judged += 1;
    if (this.#wish.replace) this.#breach('A start that names what it replaces was refused as if it named nothing.');
    const shown = this.#current();
    if (!current || !shown) {
      this.#breach(
        `A start was refused for session ${current?.sessionId ?? 'none'}, which was not the visible one then.`,
      );
    } else if (shown.every(({ row }) => !modelChange(row, this.#wish))) {
      const [{ row } = { row: this.#wish }] = shown;
      this.#breach(
        `A start with ${nameOf(this.#wish)} was refused for a session of ${nameOf(row)}, which is no other model.`,
      );
    }
  }

  /** Only where what was named was not there, or not in that version. */
  #moved(): void {
    const { replace } = this.#wish;
    const { current } = this.#reply;
    this.#found.judged += 1;
    if (!replace) {
      this.#breach('A start that replaces nothing was refused as if it did.');
      return;
    }
    const lives = this.#truth.visibleWithin(this.#wish.slot, this.#steps);
    const others = lives.some((life) => {
      if (life?.sessionId !== replace.sessionId) return true;
      return this.#truth.versionsWithin(life, this.#steps).some(({ version }) => version !== replace.version);
    });
    if (!others)
      this.#breach(
        `A replacement of session ${replace.sessionId} in version ${replace.version} was refused, though that was the visible one.`,
      );
    if (current && !this.#current())
      this.#breach(`A replacement was refused for session ${current.sessionId}, which was not the visible one then.`);
    if (current === null && !lives.includes(null))
      this.#breach('A replacement was refused as if the phase had no session, though it had one.');
  }

  /** Versions that fit what a refusal names; undefined: none does. */
  #current() {
    const { current } = this.#reply;
    const life = this.#truth.lives.get(String(current?.sessionId));
    if (!life || life.slot !== this.#wish.slot) return undefined;
    const versions = this.#truth
      .versionsWithin(life, this.#steps)
      .filter(({ version, row }) => version === current?.version && row.state === current.state);
    return versions.length > 0 ? versions : undefined;
  }

  #breach(message: string): void {
    const { answer } = this.#reply;
    const [shown] = this.#truth.visibleWithin(this.#wish.slot, this.#steps);
    this.#found.breach(message, shown?.versions[0]?.event, answer.exchange.sent.index, answer.index);
  }
}

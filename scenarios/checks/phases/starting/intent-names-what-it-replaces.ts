import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { startsOf } from '../story/causes.ts';

/** Nobody loses a session that they did not agree to lose, as it was shown to them (PHASE-2, PHASE-6). */
export const intentNamesWhatItReplaces = check({
  id: 'intent-names-what-it-replaces',
  level: 'MUST',
  requirements: ['PHASE-2', 'PHASE-6'],
  sentence: 'A session is replaced only by a request that names it, in the version that it had.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        const { truth } = phases;
        for (const life of truth?.lives.values() ?? []) {
          const [started] = life.frames;
          const old = truth?.before(life.slot, life.start);
          if (!truth || !old || started?.value.type !== 'phase.started') continue;
          found.judged += 1;
          const was = truth.versionBefore(old, life.start);
          const wishes = startsOf(phases, started.value);
          const isMeant = wishes.some(
            ({ replace }) => replace?.sessionId === old.sessionId && replace.version === was?.version,
          );
          if (isMeant || wishes.length === 0) continue;
          const [{ replace, exchange } = {}] = wishes;
          const meant = replace ? `session ${replace.sessionId} in version ${replace.version}` : 'none';
          const message = `Session ${old.sessionId}, in version ${was?.version}, was replaced by a start that is meant for ${meant}.`;
          found.breach(message, exchange?.sent.index, was?.event, started.event);
        }
        return found;
      },
    };
  },
});

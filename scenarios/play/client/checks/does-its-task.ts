import { check } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { fields, list } from '../../../checks/reading.ts';

/** A crash, a time-out and an exit code are verdicts. */
export const doesItsTask = check({
  id: 'client-does-its-task',
  level: 'MUST',
  requirements: [],
  sentence: 'The client does what it is asked within the time, and leaves with exit code 0 or when it is told to.',
  start() {
    const found = new Findings();
    let started: number | undefined;
    let late: { seconds: unknown; event: number } | undefined;
    return {
      on(event) {
        if (event.kind !== 'report' || event.actor !== 'harness') return;
        const { code, signal, told, done, last, seconds } = fields(event.detail);
        if (event.report === 'client-started') started = event.index;
        if (event.report === 'client-late') late = { seconds, event: event.index };
        if (event.report !== 'client-ended') return;
        found.judged += 1;
        const words = list(last);
        const lastLines = words.length === 0 ? 'It printed nothing.' : `Its last lines: ${words.join(' | ')}`;
        const how = code === null ? `by ${signal}` : `with exit code ${code}`;
        const breach = (what: string) => found.breach(`${what} ${lastLines}`, started, late?.event, event.index);
        if (late && told !== 'none') breach(`It had not done what it was asked after ${late.seconds} s.`);
        else if (told === 'none' && code !== 0)
          breach(`It ended ${how}${done === true ? ' after' : ' before'} it had done what it was asked.`);
        else if (done !== true) breach('It left before it had done what it was asked.');
      },
      end: () => found,
    };
  },
});

/** Who is told to go, goes. */
export const leavesWhenTold = check({
  id: 'client-leaves-when-told',
  level: 'SHOULD',
  requirements: [],
  sentence: 'A client ends within five seconds after SIGTERM.',
  start() {
    const found = new Findings();
    return {
      on(event) {
        if (event.kind !== 'report' || event.actor !== 'harness' || event.report !== 'client-ended') return;
        const { told } = fields(event.detail);
        if (told !== 'none') found.judged += 1;
        if (told === 'SIGKILL')
          found.breach('It was still there five seconds after SIGTERM and had to be killed.', event.index);
      },
      end: () => found,
    };
  },
});

import { daemonsKeptApart } from './daemons-kept-apart.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

const actor = 'daemon:r1';
const params = { taskId: 't1' };
/** A token of the daemon of a runtime. */
const token = (h: RunsBuilder, runtimeId: string): string => {
  const made = { token: `secret-${runtimeId}` };
  h.call('harness', 'createToken', { body: { role: 'daemon', runtimeId, projectId: 'p1' } }, 201, made);
  return made.token;
};

judgeRuns(daemonsKeptApart, [
  [
    'A daemon speaks for its own runtime, and is refused for another.',
    (h) => {
      const own = { token: token(h, 'r1'), params: { runtimeId: 'r1' } };
      h.call(actor, 'heartbeat', own, 200, {});
      h.call(actor, 'heartbeat', { ...own, params: { runtimeId: 'r2' } }, 403, { code: 'forbidden' });
      return [];
    },
  ],
  [
    'A daemon speaks for another runtime.',
    (h) => [h.call(actor, 'heartbeat', { token: token(h, 'r1'), params: { runtimeId: 'r2' } }, 200, {})],
    /daemon of runtime r1 did heartbeat on runtime r2/,
  ],
  [
    'A daemon ends the task of another runtime.',
    (h) => {
      h.begin();
      h.queue('t1');
      const body = { claimKey: 'k1', output: 'Done' };
      return [h.call('daemon:r2', 'completeTask', { token: token(h, 'r2'), params, body }, 200, h.row('t1'))];
    },
    /daemon of runtime r2 did completeTask on task t1 of runtime r1/,
  ],
]);

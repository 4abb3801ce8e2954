import { limits } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { param, said } from '../reading.ts';
import { deletionFailed, Workspaces } from '../workspaces.ts';

/** Whatever died, one workspace is linked or none is left running (TASK-7). */
export const oneWorkspaceLeft = check({
  id: 'one-workspace-left',
  level: 'MUST',
  requirements: ['TASK-7'],
  sentence: 'Of the workspaces ordered for a task at most one is left running, and it is the linked one.',
  start() {
    const found = new Findings();
    const workspaces = new Workspaces();
    /** Sessions somebody linked by hand: what else was ordered for them is not the runner's doing. */
    const byHand = new Set<string>();
    return {
      on(event, exchange) {
        workspaces.on(event, exchange);
        const put = said(event, exchange, 'linkWorkspace');
        if (put?.status === 200) byHand.add(param(put.exchange, 'sessionId'));
      },
      end(observed) {
        if (observed.time === undefined || observed.alarmsLate) return found;
        const byTask = Map.groupBy(workspaces.all(), ({ taskId }) => taskId);
        const lastFault = observed.faults.at(-1);
        for (const [taskId, ordered] of byTask) {
          const first = Math.min(...ordered.map(({ order }) => order.time));
          const isDue = observed.since(Math.max(first, lastFault?.time ?? first)) >= limits.workspaceRecovery;
          if (lastFault && !isDue) continue;
          const running = ordered.filter((workspace) => workspace.running !== undefined && !deletionFailed(workspace));
          found.judged += 1;
          if (running.length > 1) {
            const names = running.map(({ workspaceId }) => workspaceId).join(' and ');
            const events = running.flatMap(({ order, running }) => [order.index, running]);
            found.breach(`Task ${taskId} is left with ${running.length} workspaces running: ${names}.`, ...events);
            continue;
          }
          for (const { workspaceId, sessionId, order, running: event } of isDue ? running : []) {
            const session = observed.sessions.get(sessionId);
            const gone = observed.missing.get(sessionId);
            if (byHand.has(sessionId) || (!session && gone === undefined) || session?.value.workspaceId === workspaceId)
              continue;
            const shown = session ? `is linked to ${session.value.workspaceId ?? 'none'}` : 'does not exist';
            const message = `Workspace ${workspaceId} of task ${taskId} is left running, but session ${sessionId} ${shown}.`;
            found.breach(message, order.index, event, session?.event ?? gone);
          }
        }
        return found;
      },
    };
  },
});

import type { History } from '../contracts/trace/index.ts';
import { type PlayOptions, play } from '../scenarios/play/play.ts';
import { scenario } from '../scenarios/play/scenario.ts';
import { embeddedTarget } from '../simulators/stage/targets.ts';

/** Played as `rehearse run` does without flags. */
export const plainly: PlayOptions = { seed: 1, mutant: null, target: 'embedded', guarantees: null, timeout: 30_000 };

/** What a long history consists of: a task from its submit to its stop, with everybody talking and somebody listening. */
const conversation = scenario('bench/conversation', {
  title: 'A conversation of user and agent reaches a listener and ends',
  requirements: ['TASK-15'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['delivered-once-in-order', 'counts-match', 'nothing-acknowledged-lost', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, vmAgent } = world;
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    const { taskId, sessionId, workspaceId } = await world.startTask('Plan the migration of the archive');
    for (const turn of [1, 2, 3]) {
      vmAgent.report({ role: 'assistant', content: `Step ${turn} begins.`, workspaceId });
      vmAgent.report({ role: 'tool', content: `step-${turn}.md written`, workspaceId });
      vmAgent.flush({ workspaceId });
      await vmAgent.delivered(workspaceId);
      await frontend.send({ sessionId, content: `Go on after step ${turn}` });
    }
    await frontend.history({ sessionId });
    await frontend.readTask({ taskId });
    await frontend.stop({ sessionId });
    await frontend.sees(({ type }) => type === 'session.stopped');
    frontend.closeSocket();
  },
});

/** The history of the conversation, as it is played on the embedded control plane. */
export async function recordConversation(): Promise<History> {
  const lane = await embeddedTarget(1).lane();
  try {
    return (await play(conversation, lane, plainly)).history;
  } finally {
    await lane.stop();
  }
}

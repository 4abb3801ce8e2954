import { scenario } from '../scenarios/play/scenario.ts';

/** What a long history consists of: a task from its submit to its stop, with everybody talking and somebody listening. */
export const conversation = scenario('bench/conversation', {
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

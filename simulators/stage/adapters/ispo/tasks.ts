import type { Capabilities } from '../adapter.ts';
import type { IspoPlay } from './play.ts';
import { createdTask } from './wire.ts';

/** Letters of a title, at most. */
const longest = 80;

/** A task is a file there: it has neither a session nor messages of its own, and its text is all there is. */
export const tasks: Capabilities<IspoPlay>['tasks'] = {
  async submitTask({ body, token }, play) {
    const { client, ids, tools } = play;
    const [line = ''] = body.message.trim().split('\n', 1);
    // The file is called by the title: no two of them are the same.
    const title = `${line.slice(0, longest)} (${tools.newId().slice(0, 8)})`;
    const { path } = await client.mutate('tasks.create', { title, content: body.message }, createdTask, token);
    play.tasks.set(path, { title });
    const sessionId = ids.canonical('text of a task', path);
    return {
      status: 201,
      body: { taskId: ids.canonical('task', path), sessionId, messageId: sessionId },
    };
  },
};

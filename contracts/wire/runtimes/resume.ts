/** What a claimed task is offered to resume, and what moves it: the law, in the words of the documents. */
export const resumeRules = {
  'issue task':
    'Its prior run is the newest completed or failed task of the same agent and issue that has a session: by `finishedAt`, then by `taskId`. The session of the prior run is offered where the prior run has the same `runtimeId` as the task, its work directory always (RUN-1, RUN-3).',
  'chat task':
    'The pointer of the chat is offered where its `runtimeId` is known and that of the task. Otherwise the newest completed or failed task of the chat that has a session is asked, under the same guard (RUN-2). The work directory is that of the pointer; where it has none, that of this newest task, whatever the runtimes (RUN-3).',
  'task queued again':
    'Its own session is offered where its run has said one, and its own work directory; what its run has not said comes from the rules above (RUN-8).',
  guard:
    'The runtime of the task decides, not the one its agent has now (RUN-5). A runtime that is not known is equal to none, and nothing is resumed on or from a runtime that was removed (RUN-10).',
  'the end of a task':
    'A task that ends as completed or failed has a session where its run said one, while it ran or at the end. Its work directory is the one its run said, else the one that it was offered. With a session the pointer of its chat is then this session, the runtime of this task and this work directory, in one step; without one none of the three moves (RUN-4).',
  'no end': 'Saying a session while the task runs moves no pointer, nor does cancelling, nor does an end said again.',
  'new chat': 'It has the runtime of its agent, and no session (RUN-9).',
  'removed runtime': 'Pointers to it stay as they are; their work directories are offered (RUN-10).',
} as const;

/** How a store of the old version becomes one of the new (RUN-6). */
export const migrationRules = {
  'old version':
    'A pointer has no runtime: none is stored at the end of a task or for a new chat, and `runtimeId` of a chat is null. Tasks have theirs.',
  expand: 'Pointers can have a runtime from then on. Those that are there have none.',
  backfill:
    'Each pointer with a session and without a runtime is paired with the runtime of the task that made the session: the first completed or failed task of the chat, by `finishedAt` and then `taskId`, whose `sessionId` is that of the pointer. Where there is none it stays unknown. A pointer with a runtime is never changed.',
} as const;

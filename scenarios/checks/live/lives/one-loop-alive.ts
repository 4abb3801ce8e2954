import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { LiveSocket } from '../live-sockets.ts';
import { isTerminal, type LiveStory } from '../live-story.ts';

/** Two loops of one session are never alive at once (LIVE-7). */
export const oneLoopAlive = check({
  id: 'one-loop-alive',
  level: 'MUST',
  requirements: ['LIVE-7'],
  sentence:
    'Nothing comes of a loop after its session ended or a later loop started, one reply streams at a time, and no chunk follows its end.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        const { sessions, sockets } = observed.live;
        for (const story of sessions.stories()) if (story.isWhole && !story.isRemade) judgeStored(story, found);
        for (const socket of sockets.all.values())
          judgeSocket(socket, (id) => sessions.get(id)?.isRemade === true, found);
        return found;
      },
    };
  },
});

/** In the durable history an old loop says nothing once it is over. */
function judgeStored(story: LiveStory, found: Findings): void {
  for (const event of story.events) {
    if (!isTerminal(event) && event.type !== 'tool_call' && event.type !== 'tool_result') continue;
    const { state, run, since } = story.standingAt(event.seq);
    const over = story.events.find(({ seq }) => seq === since);
    const mine = isTerminal(event) ? event.run : story.turns.get(event.clientMsgId)?.terminals[0]?.run;
    found.judged += 1;
    const isOld = mine !== undefined && mine < run && event.type !== 'message_interrupted';
    const isAfter = state === 'ENDED' && event.type !== 'message_interrupted';
    if (!isOld && !isAfter) continue;
    const text = `${event.type} of run ${mine} of session ${story.sessionId} came ${isOld ? `in run ${run}` : 'after it ended'}.`;
    found.breach(text, story.indexOf(over), story.indexOf(event));
  }
}

interface Reply {
  sessionId: unknown;
  run: number;
  last: number;
  ended?: number;
  /** Another reply began before it ended. */
  overtaken?: number;
}

/** What one connection is sent shows a second loop by its order. */
function judgeSocket(socket: LiveSocket, isLeftOut: (sessionId: string) => boolean, found: Findings): void {
  const replies = new Map<string, Reply>();
  /** By session: the last run that is known to be over, and what says so. */
  const over = new Map<unknown, { run: number; event: number }>();
  for (const { type, frame, index } of socket.said) {
    const { sessionId, messageId, run } = frame;
    if (typeof sessionId !== 'string' || isLeftOut(sessionId)) continue;
    const gone = over.get(sessionId);
    if (type === 'session_state') {
      const last = frame.state === 'ENDED' ? Number(run) : frame.state === 'STARTING' ? Number(run) - 1 : 0;
      if (last > (gone?.run ?? 0)) over.set(sessionId, { run: last, event: index });
    }
    const key = `${sessionId}/${String(messageId)}`;
    const reply = replies.get(key);
    if (type.startsWith('message_') && type !== 'message_start' && reply) reply.ended ??= index;
    if (type !== 'message_start' && type !== 'chunk') continue;
    found.judged += 1;
    const known: Reply = reply ?? { sessionId, run: Number(run), last: index };
    const name = `A ${type === 'chunk' ? 'chunk' : 'beginning'} of reply ${String(messageId)} of session ${sessionId}`;
    if (known.ended !== undefined) found.breach(`${name} came after its end.`, known.ended, index);
    else if (gone && known.run <= gone.run)
      found.breach(`${name} came after its run ${known.run} was over.`, gone.event, index);
    else if (known.overtaken !== undefined)
      found.breach(`${name} came in the middle of another.`, known.last, known.overtaken, index);
    if (type === 'message_start' && !reply) {
      for (const other of replies.values()) {
        if (other.sessionId === sessionId && other.ended === undefined) other.overtaken ??= index;
      }
    }
    known.last = index;
    if (type === 'message_start' || reply) replies.set(key, known);
  }
}

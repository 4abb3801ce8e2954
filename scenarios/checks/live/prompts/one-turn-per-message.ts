import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { together } from '../../web/together.ts';
import type { AskedFrame } from '../live-sockets.ts';
import type { LiveStory } from '../live-story.ts';
import { typedOnce } from './typed-once.ts';

const aboutResume: ReadonlySet<unknown> = new Set(['resume_required', 'nothing_to_resume']);

/** A prompt sent again is the same turn (LIVE-12). */
export const oneTurnPerMessage = check({
  id: 'one-turn-per-message',
  level: 'MUST',
  requirements: ['LIVE-12'],
  sentence:
    'What is typed once goes out under one clientMsgId, which is one message and one turn however often it is sent, and with another prompt it is refused as client_msg_conflict.',
  start: () => together(oneTurn(), typedOnce()),
});

function oneTurn(): Judge {
  const found = new Findings();
  return {
    on() {},
    end(observed) {
      for (const story of observed.live.sessions.all.values()) {
        if (story.isRemade) continue;
        judgeStored(story, found);
        const sent = story.frames.filter(({ type }) => type === 'send' || type === 'interrupt');
        for (const [id, frames] of Map.groupBy(sent, ({ frame }) => frame.clientMsgId)) {
          if (typeof id === 'string') judgeAnswers(story, id, frames, found);
        }
      }
      return found;
    },
  };
}

function judgeStored(story: LiveStory, found: Findings): void {
  const first = new Map<string, number | undefined>();
  for (const event of story.events) {
    if (event.type !== 'user_message') continue;
    found.judged += 1;
    if (first.has(event.clientMsgId)) {
      const text = `The message ${event.clientMsgId} is twice in session ${story.sessionId}.`;
      found.breach(text, first.get(event.clientMsgId), story.indexOf(event));
    } else first.set(event.clientMsgId, story.indexOf(event));
  }
}

function judgeAnswers(story: LiveStory, id: string, frames: readonly AskedFrame[], found: Findings): void {
  const user = story.turns.get(id)?.user;
  const name = `message ${id} of session ${story.sessionId}`;
  let stored: AskedFrame | undefined;
  const known = (asked: AskedFrame) => {
    const since = stored?.answer?.index ?? story.indexOf(user);
    return user && asked.frame.prompt === user.content && since !== undefined && since < (asked.arrived?.index ?? 0);
  };
  for (const asked of frames) {
    const { answer, frame, arrived, type } = asked;
    if (!answer || !arrived) continue;
    const events = [arrived.index, answer.index, stored?.answer?.index, story.indexOf(user)];
    if (answer.frame.type === 'accepted') {
      found.judged += 1;
      const { messageId, seq, status } = answer.frame;
      if (status === 'stored' && stored) found.breach(`The ${name} was accepted as new twice.`, ...events);
      if (status === 'stored') stored ??= asked;
      const isFirst = frames[0] === asked;
      if (status === 'duplicate' && isFirst)
        found.breach(`The ${name} was new and accepted as a duplicate.`, ...events);
      if (!user) continue;
      if (user.messageId !== messageId || user.seq !== seq) {
        const text = `The ${name} was accepted as ${messageId} at ${seq}, but is ${user.messageId} at ${user.seq}.`;
        found.breach(text, ...events);
      }
      if (user.content !== frame.prompt) found.breach(`The ${name} was accepted with another prompt.`, ...events);
    } else if (aboutResume.has(answer.frame.code) && known(asked)) {
      // Whether it is known is said before `resume` is looked at.
      found.judged += 1;
      found.breach(`The ${name} was refused as ${answer.frame.code}, though it is stored.`, ...events);
    } else if (answer.frame.code === 'client_msg_conflict') {
      found.judged += 1;
      // Which of a send and an interrupt was first is not always known.
      const isOne = frames.every((other) => other.type === type && other.frame.prompt === frame.prompt);
      if (isOne) found.breach(`The ${name} was refused as a conflict, though it never had another prompt.`, ...events);
    }
  }
}

import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { margin } from '../live-sessions.ts';
import type { AskedFrame, LiveSocket, SaidFrame } from '../live-sockets.ts';
import type { LiveStory } from '../live-story.ts';

/** One connection sends at a time, and who did before is told (LIVE-13). */
export const oneOwner = check({
  id: 'one-owner',
  level: 'MUST',
  requirements: ['LIVE-13'],
  sentence:
    'When another connection sends in a session, the one that sent before is told once of the takeover, and nobody else is.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const story of observed.live.sessions.all.values()) {
          if (!story.isRemade) judgeStory(story, observed, found);
        }
        return found;
      },
    };
  },
});

/** From whom to whom a session went, and the frame that took it. */
interface Change {
  from: LiveSocket;
  taken: AskedFrame & { answer: NonNullable<AskedFrame['answer']> };
}

function judgeStory(story: LiveStory, { live }: Observed, found: Findings): void {
  const { sessionId } = story;
  const told = [...live.sockets.all.values()].flatMap((socket) =>
    socket.said
      .filter(({ type, frame }) => type === 'session_takeover' && frame.sessionId === sessionId)
      .map((said) => ({ socket, said })),
  );
  const { changes, isCertain } = changesOf(story, live.sessions.restarts);
  const used = new Set<SaidFrame>();
  for (const { from, taken } of changes) {
    const by = taken.socket.connected?.connectionId;
    const matching = told.filter(
      ({ socket, said }) =>
        socket === from && said.frame.by === by && !used.has(said) && said.index > (taken.arrived?.index ?? 0),
    );
    const [first] = matching;
    if (first) used.add(first.said);
    const gone = from.closed && from.closed.time <= taken.answer.time + margin;
    if (!first && gone) continue;
    found.judged += 1;
    if (!first) {
      const text = `${from.actor} sent in session ${sessionId} and was not told that ${taken.socket.actor} took it over.`;
      found.breach(text, taken.arrived?.index, taken.answer.index);
    } else if (first.said.time > taken.answer.time + margin) {
      found.breach(
        `${from.actor} was told late that session ${sessionId} was taken over.`,
        taken.answer.index,
        first.said.index,
      );
    }
  }
  if (!isCertain) return;
  for (const { socket, said } of told) {
    if (used.has(said)) continue;
    found.judged += 1;
    found.breach(`${socket.actor} was told of a takeover of session ${sessionId} that was none.`, said.index);
  }
}

/** Changes of the owner in order of the prompts; what is uncertain is left out. */
function changesOf(
  story: LiveStory,
  restarts: readonly { index: number }[],
): { changes: Change[]; isCertain: boolean } {
  const accepted = story.frames
    .filter((asked): asked is Change['taken'] => asked.answer?.frame.type === 'accepted')
    .sort((a, b) => a.answer.index - b.answer.index);
  const places = accepted
    .filter(({ answer }) => answer.frame.status === 'stored')
    .map(({ answer }) => answer.frame.seq);
  // Answers overtook each other: who was last is not told by their order.
  const isMixed = places.some((seq, place) => Number(seq) < Number(places[place - 1] ?? 0));
  const unanswered = story.frames.some(
    ({ type, answer }) => (type === 'send' || type === 'interrupt') && (!answer || answer.frame.code === 'unavailable'),
  );
  const changes: Change[] = [];
  const isUnknown = unanswered || isMixed;
  const isCertain = !isUnknown && restarts.length === 0;
  let owner: Change['taken'] | undefined;
  for (const taken of isUnknown ? [] : accepted) {
    const since = owner;
    // Who repeats a message takes nothing over.
    if (taken.answer.frame.status === 'duplicate') continue;
    const isLost = restarts.some(({ index }) => index > (since?.answer.index ?? 0) && index < taken.answer.index);
    if (since && since.socket !== taken.socket && !isLost) changes.push({ from: since.socket, taken });
    owner = taken;
  }
  return { changes, isCertain };
}

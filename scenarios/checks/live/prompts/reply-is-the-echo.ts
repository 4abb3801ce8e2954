import { echoTurn } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Turn } from '../live-story.ts';

/** Where a loop echoes, it can be foreseen what it says: no word is lost, and none is of another prompt (LIVE-2, WEB-7). */
export const replyIsTheEcho = check({
  id: 'reply-is-the-echo',
  level: 'MUST',
  requirements: ['LIVE-2', 'WEB-7'],
  sentence: 'A reply that echoes is the echo of its own prompt, whole where it was completed.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ live: { sessions } }) {
        for (const story of sessions.stories()) {
          for (const turn of story.turns.values()) {
            for (const [text, event] of wrongIn(turn, found)) {
              found.breach(
                `The reply to ${turn.user.clientMsgId} in session ${story.sessionId} ${text}.`,
                story.indexOf(turn.user),
                story.indexOf(event),
              );
            }
          }
        }
        return found;
      },
    };
  },
});

function wrongIn({ user, terminals }: Turn, found: Findings): [string, Turn['terminals'][number]][] {
  const pieces = echoTurn(user.content).pieces.flatMap((piece) => ('chunk' in piece ? [piece.chunk] : []));
  const whole = pieces.join('');
  return terminals.flatMap((terminal): [string, Turn['terminals'][number]][] => {
    const { content, type } = terminal;
    // An agent may say what it likes: only an echo is held to its words.
    if (!content.startsWith('Echo:')) return [];
    found.judged += 1;
    if (type === 'message_complete' ? content === whole : whole.startsWith(content)) return [];
    return [
      [`is ${JSON.stringify(content.slice(0, 80))}, and its echo is ${JSON.stringify(whole.slice(0, 80))}`, terminal],
    ];
  });
}

import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { comparable } from '../../reading.ts';
import { isAtOnce, perTab, type TabSocket, Tabs } from '../tabs.ts';

/** Verbs that close the socket of a tab. */
const closing = new Set(['reload', 'close', 'reconnect', 'open']);
/** Milliseconds without an answer after which a socket may be given up as dead; a little less, for real time. */
const patience = 9000;

const answers: Record<string, readonly string[]> = {
  hello: ['connected'],
  ping: ['pong'],
  send: ['accepted', 'error'],
  interrupt: ['accepted', 'error'],
};

/** One socket a tab, whatever happens in its sessions (WEB-20). */
export const oneSocketATab = check({
  id: 'one-socket-a-tab',
  level: 'MUST',
  requirements: ['WEB-20', 'WEB-13'],
  sentence: 'A tab has one live socket at a time, and closes it only when told to or when it is dead.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const stateOf = perTab(() => ({ told: undefined as number | undefined }));
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (!moment) return;
        const { tab, time, index } = moment;
        const state = stateOf(tab);
        if (moment.what === 'verb' && closing.has(moment.verb)) state.told = time;
        if (moment.what === 'opens' && moment.socket.operation === 'live') {
          found.judged += 1;
          const other = tab.sockets.find((socket) => socket !== moment.socket && !socket.end);
          if (other) found.breach(`${tab.actor} opened a second live socket.`, other.index, index);
        }
        const isClosed =
          moment.what === 'ends' && moment.socket.operation === 'live' && moment.socket.end?.how === 'closed';
        if (!isClosed || isAtOnce(state.told, time) || isDead(moment.socket, time)) return;
        found.breach(`${tab.actor} closed its live socket by itself.`, moment.socket.index, index);
      },
      end: () => found,
    };
  },
});

/** Was something not answered for so long that the socket may be given up, or did its token expire? */
function isDead({ said, heard, opened, time: asked }: TabSocket, now: number): boolean {
  if (opened === undefined && now - asked >= patience) return true;
  if (heard.some(({ frame }) => frame.type === 'error' && frame.code === 'token_expired')) return true;
  return said.some(({ frame, index, time }) => {
    const due = answers[String(frame.type)];
    if (!due || now - time < patience) return false;
    return !heard.some(
      (answer) =>
        answer.index > index &&
        due.includes(String(answer.frame.type)) &&
        comparable(answer.frame.clientMsgId) === comparable(frame.clientMsgId),
    );
  });
}

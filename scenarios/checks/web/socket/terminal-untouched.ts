import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { text } from '../../reading.ts';
import { isAtOnce, perTab, type Tab, type TabSocket, Tabs } from '../tabs.ts';

/** Verbs that close the terminal of a tab. */
const closing = new Set(['closeTerminal', 'close', 'reload']);

/** The terminal lives its own life (WEB-15). */
export const terminalUntouched = check({
  id: 'terminal-untouched',
  level: 'MUST',
  requirements: ['WEB-15'],
  sentence: 'The socket of the terminal is opened and closed by hand only, and what is typed there gets its output.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const stateOf = perTab(() => ({
      open: 0,
      told: undefined as number | undefined,
      typed: [] as { data: string; index: number }[],
      shown: undefined as { output: string; index: number } | undefined,
    }));
    /** Inputs that reached the target and have no output after them, by socket. */
    const inputs = new Map<number, number[]>();
    const faulty = new Set<number>();
    let insideFault = false;
    const isUp = (socket: TabSocket | undefined) => socket?.opened !== undefined && !socket.end;
    const judgeEnd = (tab: Tab) => {
      const terminal = tab.terminals.at(-1);
      const { typed, shown } = stateOf(tab);
      if (!terminal || !isUp(terminal)) return;
      for (const { data, index } of typed) {
        const isSent = terminal.said.some(({ frame, index: sent }) => frame.data === data && sent > index);
        if (!isSent) found.breach(`${tab.actor} never sent what was typed in its terminal.`, index);
      }
      const output = terminal.heard.flatMap(({ frame }) => (frame.type === 'output' ? [text(frame.data) ?? ''] : []));
      found.judged += terminal.heard.length;
      if (terminal.heard.length === 0 || shown?.output.endsWith(output.join(''))) return;
      found.breach(
        `${tab.actor} does not show all output of its terminal.`,
        terminal.heard.at(-1)?.index,
        shown?.index,
      );
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (event.kind === 'fault') {
          if (event.op === undefined) insideFault = true;
          else faulty.add(event.op);
        }
        if (event.kind === 'phase' && event.phase === 'observe') {
          for (const tab of tabs.all.values()) judgeEnd(tab);
          for (const [op, [first]] of inputs) {
            const tab = [...tabs.all.values()].find(({ terminals }) => isUp(terminals.find((one) => one.op === op)));
            if (first === undefined || !tab || insideFault || faulty.has(op)) continue;
            found.breach(`What ${tab.actor} typed in its terminal got no output.`, first);
          }
        }
        if (exchange?.operation === 'terminal' && (event.kind === 'send' || event.kind === 'deliver')) {
          const waits = inputs.get(exchange.op) ?? [];
          inputs.set(exchange.op, waits);
          const isFrame = event.message.type === 'frame' && event.actor === 'target';
          if (isFrame && event.kind === 'deliver') waits.push(event.index);
          if (isFrame && event.kind === 'send') inputs.set(exchange.op, []);
        }
        if (!moment) return;
        const { tab, index, time } = moment;
        const state = stateOf(tab);
        if (moment.what === 'verb') {
          if (moment.verb === 'openTerminal') state.open += 1;
          if (closing.has(moment.verb)) state.told = time;
          if (moment.verb === 'type' && isUp(tab.terminals.at(-1))) {
            state.typed.push({ data: String(moment.args.data), index });
          }
        }
        if (moment.what === 'report' && moment.report === 'terminal') {
          state.shown = { output: text(moment.detail.output) ?? '', index };
        }
        if ((moment.what !== 'opens' && moment.what !== 'ends') || moment.socket.operation !== 'terminal') return;
        found.judged += 1;
        if (moment.what === 'opens') {
          state.typed = [];
          const before = tab.terminals.at(-2);
          if (state.open === 0 && before?.end?.how !== 'lost') {
            found.breach(`${tab.actor} opened a terminal that nobody asked for.`, before?.end?.index, index);
          }
          state.open = 0;
        } else if (moment.socket.end?.how === 'closed' && !isAtOnce(state.told, time)) {
          found.breach(`${tab.actor} closed its terminal by itself.`, moment.socket.index, index);
        }
      },
      end: () => found,
    };
  },
});

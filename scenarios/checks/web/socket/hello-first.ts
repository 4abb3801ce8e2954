import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { Tabs } from '../tabs.ts';

/** Before `connected` a tab sends `hello`, once, and nothing else (WEB-9). */
export function helloFirst(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (moment?.what !== 'says' || moment.socket.operation !== 'live') return;
      const { tab, socket, frame, index } = moment;
      found.judged += 1;
      const isFirst = socket.said.length === 1;
      if (isFirst !== (frame.type === 'hello')) {
        const what = isFirst ? `${frame.type} before hello` : 'a second hello';
        found.breach(`${tab.actor} sent ${what}.`, socket.opened, socket.said[0]?.index, index);
      } else if (!isFirst && !socket.connected) {
        found.breach(`${tab.actor} sent ${frame.type} before it was connected.`, socket.said[0]?.index, index);
      }
    },
    end: () => found,
  };
}

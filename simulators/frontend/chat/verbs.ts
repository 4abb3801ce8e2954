import { z } from 'zod';
import { permissionMode } from '../../../contracts/wire/index.ts';
import { always, verbsOf } from '../../verbs.ts';
import type { LiveSessionsRead } from './api.ts';
import type { Tab } from './tab.ts';

const verb = verbsOf<Tab>();
const sessionId = z.string();
const none = z.object({});
const text = z.string().min(1);

const openTab = ({ closed }: Tab): true | string => !closed || 'the tab is closed';
const ready = ({ state }: Tab): true | string => state === 'ready' || `the chat is ${state}`;

/** All that a person can do with the chat of a tab. */
export const chatVerbs = {
  newSession: verb({ name: 'newSession', args: none, enabled: openTab, run: (tab): void => tab.newSession() }),
  open: verb({
    name: 'open',
    args: z.object({ sessionId }),
    enabled: openTab,
    run: (tab, { sessionId }): void => tab.open(sessionId),
  }),
  switchTo: verb({
    name: 'switchTo',
    args: z.object({ sessionId: sessionId.nullable() }),
    enabled: openTab,
    run: (tab, { sessionId }): void => (sessionId === null ? tab.newSession() : tab.switchTo(sessionId)),
  }),
  say: verb({
    name: 'say',
    args: z.object({ text, whileRunning: z.enum(['wait', 'send']).default('wait') }),
    // In `creating` the input is blocked, but a quick second message may already be on its way.
    enabled: (tab): true | string => tab.state !== 'disconnected' || 'the chat is disconnected',
    run: (tab, { text, whileRunning }): string => tab.composer.say('send', text, whileRunning),
  }),
  interrupt: verb({
    name: 'interrupt',
    args: z.object({ text }),
    enabled: ready,
    run: (tab, { text }): string => tab.composer.say('interrupt', text, 'send'),
  }),
  stop: verb({ name: 'stop', args: none, enabled: ready, run: (tab): void => tab.composer.stop() }),
  setMode: verb({
    name: 'setMode',
    args: z.object({ mode: permissionMode }),
    enabled: (tab): true | string => tab.state === 'not-created' || ready(tab),
    run: (tab, { mode }): void => tab.composer.setMode(mode),
  }),
  hide: verb({
    name: 'hide',
    args: none,
    enabled: (tab): true | string => (tab.hidden ? 'the tab is hidden' : openTab(tab)),
    run: (tab): void => tab.hide(),
  }),
  show: verb({
    name: 'show',
    args: none,
    enabled: ({ hidden }): true | string => hidden || 'the tab is not hidden',
    run: (tab): void => tab.unhide(),
  }),
  retry: verb({
    name: 'retry',
    args: none,
    enabled: (tab): true | string => {
      if (tab.composer.draft === '') return 'there is nothing to send again';
      return tab.state === 'creating' || tab.state === 'disconnected' ? `the chat is ${tab.state}` : true;
    },
    run: (tab): void => tab.composer.retry(),
  }),
  reload: verb({ name: 'reload', args: none, enabled: always, run: (tab): void => tab.reload() }),
  reconnect: verb({
    name: 'reconnect',
    args: none,
    enabled: (tab): true | string => {
      if (tab.closed) return 'the tab is closed';
      return tab.state === 'disconnected' || 'the chat is not disconnected';
    },
    run: (tab): void => tab.reconnect(),
  }),
  close: verb({ name: 'close', args: none, enabled: openTab, run: (tab): void => tab.close() }),
  list: verb({ name: 'list', args: none, enabled: openTab, run: (tab): Promise<LiveSessionsRead> => tab.list() }),
  openTerminal: verb({
    name: 'openTerminal',
    args: none,
    enabled: (tab): true | string => (tab.terminal.state === 'closed' ? openTab(tab) : 'there is a terminal'),
    run: (tab): void => tab.terminal.open(),
  }),
  type: verb({
    name: 'type',
    args: z.object({ data: z.string().max(65_536) }),
    enabled: ({ terminal }): true | string => terminal.state === 'open' || `the terminal is ${terminal.state}`,
    run: (tab, { data }): void => tab.terminal.type(data),
  }),
  closeTerminal: verb({
    name: 'closeTerminal',
    args: none,
    enabled: ({ terminal }): true | string => terminal.state !== 'closed' || 'there is no terminal',
    run: (tab): void => tab.terminal.close(),
  }),
};

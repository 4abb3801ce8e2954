import { scenario } from '../play/scenario.ts';

const operator = (nth: number) => ({ actor: 'caller:operator', operation: 'getLiveSession', nth });

export default scenario('live-sharing/twelve-watchers', {
  title: 'Twelve sockets on one session miss nothing and get nothing twice through two evictions and a killed process',
  requirements: ['LIVE-9', 'LIVE-11', 'LIVE-13'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: operator(1), fault: { kind: 'object-evicted' } },
    { where: operator(2), fault: { kind: 'process-killed', on: 'object', when: 'before' } },
    { where: operator(3), fault: { kind: 'object-evicted' } },
  ],
  checks: ['switch-subscribes', 'reconnect-replays', 'one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hi' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    const tabs = await Promise.all(Array.from({ length: 11 }, (_, index) => world.join(`tab-${index + 2}`)));
    for (const tab of tabs) {
      tab.chat.open({ sessionId });
      await tab.chat.ready();
    }
    const operator = world.caller('operator', world.userToken);
    for (const text of ['/count 4', '/count 5', '/count 6']) {
      chat.say({ text, whileRunning: 'send' });
      await world.clock.advance('300 ms');
      await operator.ask('getLiveSession', { projectId: world.projectId, sessionId });
      await world.clock.advance('2 seconds');
    }
    chat.say({ text: 'Done', whileRunning: 'send' });
    await chat.replied();
  },
});

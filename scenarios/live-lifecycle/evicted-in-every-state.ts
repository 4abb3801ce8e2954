import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/evicted-in-every-state', {
  title: 'An evicted object ends its sessions whatever they were at: idle, hidden, closing, or never talked to',
  requirements: ['LIVE-11'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [
    { where: { actor: 'caller:operator', operation: 'getLiveSession', nth: 1 }, fault: { kind: 'object-evicted' } },
  ],
  checks: ['one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    const { projectId, userToken, clock } = world;
    const operator = world.caller('operator', userToken);
    chat.say({ text: 'Idle from now on' });
    await chat.replied();
    chat.newSession({});
    chat.say({ text: '/hang' });
    const [phone, tablet] = await Promise.all([world.join('phone'), world.join('tablet')]);
    phone.chat.say({ text: '/hang' });
    tablet.chat.say({ text: '/hang' });
    await clock.advance('500 ms');
    phone.chat.hide({});
    tablet.chat.stop({});
    await operator.ask('createLiveSession', { projectId, sessionId: operator.uuid() }, { body: {} });
    await clock.advance('2 seconds');
    await operator.ask('getLiveSession', { projectId, sessionId: chat.sessionId ?? '' });
    await clock.advance('2 minutes');
  },
});

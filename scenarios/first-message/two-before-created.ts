import { scenario } from '../play/scenario.ts';

export default scenario('first-message/two-before-created', {
  title: 'Two messages typed before the record is there make one record and go out in order',
  requirements: ['WEB-17', 'WEB-2', 'WEB-18'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['created-once', 'first-without-resume', 'input-follows-state'],
  async play(world) {
    const { chat } = world.frontend;
    await Promise.all([chat.say({ text: 'One' }), chat.say({ text: 'Two' })]);
    await chat.replied();
  },
});

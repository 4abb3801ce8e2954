import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/key-of-two-users', {
  title: 'Two users may use the same key text, in one project and in two, each for a task of their own',
  requirements: ['TASK-1'],
  needs: ['tasks'],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play(world) {
    const bob = await world.join('bob', 'bob');
    await world.frontend.submit({ message: 'Add a dark theme', key: 'same-text' });
    await bob.submit({ message: 'Add a search field', key: 'same-text' });
    const projectId = await world.otherProject();
    const elsewhere = world.caller('elsewhere', await world.token({ role: 'user', userId: 'alice' }, { projectId }));
    const headers = { 'idempotency-key': 'same-text' };
    await elsewhere.ask('submitTask', { projectId }, { headers, body: { message: 'Add a footer' } });
    await bob.listSessions();
  },
});

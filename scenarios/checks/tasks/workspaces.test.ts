import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, happened, session, task } from '../testing.ts';
import { linkHolds } from './link-holds.ts';
import { linkRetried } from './link-retried.ts';
import { oneWorkspaceLeft } from './one-workspace-left.ts';

const minutes = 60_000;
const linked = session({ workspaceId: 'w1' });
const read = (h: HistoryBuilder, shown: unknown) =>
  h.call('frontend', 'getSession', { params: { sessionId: 's1' } }, 200, shown);
const link = (h: HistoryBuilder, workspaceId: string, status: number, shown?: unknown) =>
  h.call('frontend', 'linkWorkspace', { params: { sessionId: 's1' }, body: { workspaceId } }, status, shown);

judgeCases(linkHolds, [
  [
    'passes a link that is shown, repeated and refused to another',
    (h) => {
      read(h, session());
      h.order();
      read(h, linked);
      link(h, 'w1', 200, linked);
      link(h, 'w2', 409, { code: 'workspace_conflict' });
      h.observe({ sessions: [linked] });
    },
  ],
  [
    'fails when the link is lost before it is made',
    (h) => {
      const { agreed } = h.order();
      return [agreed, h.observe({ sessions: [session()] }).of.s1 ?? -1];
    },
    /node runs workspace w1, nothing broke since, but session s1 is not linked/,
  ],
  [
    'fails when the link is lost after it was shown',
    (h) => [read(h, linked), read(h, session())],
    /Session s1 has lost its link to w1/,
  ],
  [
    'fails when another workspace silently takes the place',
    (h) => [read(h, linked), link(h, 'w2', 200, session({ workspaceId: 'w2' }))],
    /answered 200 instead of 409/,
  ],
  [
    'fails when the same workspace is refused',
    (h) => [read(h, linked), link(h, 'w1', 409, { code: 'workspace_conflict' })],
    /linking it to the same again was refused/,
  ],
  [
    'fails when the session shows another workspace',
    (h) => [read(h, linked), read(h, session({ workspaceId: 'w2' }))],
    /was linked to w1 and now shows w2/,
  ],
  [
    'passes an older answer and a replayed event that come after the link was shown',
    (h) => {
      const old = h.send('frontend', 'getSession', { params: { sessionId: 's1' } });
      const line = h.subscribed('frontend', null, 0, 2);
      line.hears(happened(2, 'session.linked', { workspaceId: 'w1' }));
      line.hears(happened(1, 'session.created'));
      read(h, linked);
      old.answer(200, session());
      old.receive();
    },
  ],
  [
    'does not judge a workspace whose linking was disturbed, or whose session was stopped',
    (h) => {
      read(h, linked);
      h.order({ workspace: 'w2', session: 's2' });
      h.fault('database-failed');
      read(h, linked);
      h.order({ workspace: 'w3', session: 's3' });
      h.observe({ sessions: [session({ sessionId: 's2' }), session({ sessionId: 's3', status: 'stopped' })] });
    },
  ],
]);

const failingLink = (h: HistoryBuilder) => {
  h.submit();
  const { agreed } = h.order();
  return { agreed, fault: h.fault('database-failed') };
};

judgeCases(linkRetried, [
  [
    'passes a link that holds in the end',
    (h) => {
      failingLink(h);
      h.wait(10 * minutes);
      h.observe({ sessions: [linked] });
    },
  ],
  [
    'fails when the link is never tried again',
    (h) => {
      const { agreed, fault } = failingLink(h);
      h.wait(10 * minutes);
      return [agreed, fault, h.observe({ sessions: [session()] }).of.s1 ?? -1];
    },
    /still not linked to workspace w1, ten minutes after the last fault/,
  ],
  [
    'fails when the session takes no messages meanwhile',
    (h) => {
      failingLink(h);
      const refused = h.call('frontend', 'appendMessages', { params: { sessionId: 's1' }, token: 'alice' }, 404, {
        code: 'not_found',
      });
      h.observe({ sessions: [linked] });
      return [refused];
    },
    /takes no messages while its workspace is not linked/,
  ],
  [
    'fails when the agent of the order is refused before the link',
    (h) => {
      h.submit();
      h.order();
      const request = { params: { sessionId: 's1' }, token: 'secret-token-of-w1' };
      const refused = h.call('vm-agent', 'appendMessages', request, 403, { code: 'forbidden' });
      h.observe({ sessions: [linked] });
      return [refused];
    },
    /takes no messages while its workspace is not linked: it answered 403/,
  ],
  [
    'passes a session that was stopped before its link, and one that takes messages',
    (h) => {
      h.submit();
      const request = { params: { sessionId: 's1' }, token: 'alice' };
      h.call('frontend', 'appendMessages', request, 200, { results: [] });
      h.call('frontend', 'appendMessages', request, 409, { code: 'session_stopped' });
      h.observe({ sessions: [session({ status: 'stopped' })] });
    },
  ],
  [
    'does not judge a link that may still be retried',
    (h) => {
      failingLink(h);
      h.wait(9 * minutes);
      h.submit({ key: 'k2', task: 't2', session: 's2' });
      h.order({ workspace: 'w2', task: 't2', session: 's2' });
      h.fault('object-evicted');
      h.wait(10 * minutes);
      h.observe({ sessions: [linked, session({ sessionId: 's2', workspaceId: 'w2' })] });
    },
  ],
]);

const remove = (h: HistoryBuilder, workspaceId: string, status: number) => {
  const step = h.send('target', 'deleteWorkspace', { params: { workspaceId } }, 'vm-agent');
  step.arrive();
  if (status < 300) h.report('vm-agent', 'workspace-stopped', { workspaceId });
  step.answer(status);
  step.receive();
};

judgeCases(oneWorkspaceLeft, [
  [
    'passes a first workspace that recovery stopped and a second that is linked',
    (h) => {
      h.order();
      h.fault('process-killed');
      h.order({ workspace: 'w2' });
      remove(h, 'w1', 204);
      h.wait(10 * minutes);
      h.observe({ tasks: [task()], sessions: [session({ workspaceId: 'w2' })] });
    },
  ],
  [
    'fails when recovery asks for a second workspace and the first stays up',
    (h) => {
      const first = h.order();
      h.fault('process-killed');
      const second = h.order({ workspace: 'w2' });
      h.wait(10 * minutes);
      h.observe({ sessions: [session({ workspaceId: 'w2' })] });
      return [first.sent, second.sent];
    },
    /Task t1 is left with 2 workspaces running: w1 and w2/,
  ],
  [
    'fails when the one left running is not linked',
    (h) => {
      const { sent } = h.order();
      h.wait(10 * minutes);
      return [sent, h.observe({ sessions: [session()] }).of.s1 ?? -1];
    },
    /w1 of task t1 is left running, but session s1 is linked to none/,
  ],
  [
    'passes while there is still time, or where the node will not stop one',
    (h) => {
      h.order();
      h.order({ workspace: 'w2' });
      remove(h, 'w1', 503);
      h.order({ workspace: 'w3', task: 't3', session: 's3' });
      h.wait(9 * minutes);
      h.observe({ sessions: [session({ workspaceId: 'w2' }), session({ sessionId: 's3' })] });
    },
  ],
]);

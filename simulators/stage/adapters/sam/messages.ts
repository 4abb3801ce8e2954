import { newMessage } from '../../../../contracts/wire/index.ts';
import type { Capabilities } from '../adapter.ts';
import { pageOf } from '../messages.ts';
import type { SamPlay } from './play.ts';
import { counters } from './wire.ts';

/** Messages of Simple Agent Manager: batches of a VM agent, answered by two counters, and histories. */
export const messages: Capabilities<SamPlay>['messages'] = {
  async appendMessages({ params, body, token }, play) {
    const { client, ids, translation, batches } = play;
    const credential = client.tokens.find(token);
    if (credential?.role === 'user') throw client.tools.lacks('appendMessages of a user');
    const sessionId = play.sessionIdOf(params.sessionId);
    const workspaceId = credential?.workspaceId ?? (await client.session(sessionId)).workspaceId ?? 'none';
    const rows = body.messages.map((entry) => newMessage.safeParse(entry).data);
    // One that is malformed goes as it is, under the names of the contract: the system has to see for itself.
    const sent = body.messages.map((entry, place) => {
      const row = rows[place];
      if (!row) return { ...Object(entry), sessionId };
      const { messageId, role, content, createdAt } = row;
      return { messageId, sessionId, role, content, timestamp: new Date(createdAt).toISOString() };
    });
    const known = rows.flatMap((row) => (row ? [row.messageId] : []));
    batches.sends(sessionId, known);
    const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/messages`;
    const answer = await client.ask('POST', path, token, { messages: sent });
    const { persisted, duplicates } = answer.read({ 200: counters }, { 409: 'session_stopped' });
    if (persisted + duplicates !== sent.length || known.length !== sent.length) {
      const expected = `persisted and duplicates that together are the ${sent.length} of the batch, all well-formed,`;
      throw client.tools.wire.unexpected(`the answer to POST ${path}`, answer.body, expected);
    }
    const batch = known.map((messageId) => ({ messageId, seq: translation.place(sessionId, messageId) }));
    for (const { messageId } of batch) ids.canonical('message', messageId);
    return { status: 200, body: { results: batches.answered(sessionId, batch, persisted) } };
  },

  async listMessages({ params, query, token }, play) {
    const sessionId = play.sessionIdOf(params.sessionId);
    const all = await play.client.messages(sessionId, play.reader(token));
    const rows = all.map((row) => play.translation.message(sessionId, row)).sort((a, b) => a.seq - b.seq);
    return { status: 200, body: pageOf(rows, query) };
  },
};

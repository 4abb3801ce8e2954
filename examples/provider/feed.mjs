/** One client on the events socket: says what happens in a project, from a place in its feed on. */
export function serveFeed(socket, project) {
  const scopes = new Map();
  const say = (frame) => socket.send(JSON.stringify(frame));
  const wants = ({ sessionId }) => scopes.has(null) || scopes.has(sessionId);
  const listener = (entry) => wants(entry) && say(entry);
  project.listeners.add(listener);
  socket.on('close', () => project.listeners.delete(listener));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    const { type, sessionId, after } = frame;
    const error = (code, detail) => say({ type: 'error', code, detail, sessionId });
    if (type === 'ping') return say({ type: 'pong' });
    if (type === 'unsubscribe') {
      scopes.delete(sessionId);
      return say({ type: 'unsubscribed', sessionId });
    }
    if (type !== 'subscribe') return say({ type: 'error', code: 'malformed_frame', detail: 'Of no known type.' });
    if (sessionId !== null && !project.sessions.some(({ session }) => session.sessionId === sessionId)) {
      return error('not_found', 'No such session.');
    }
    const { length } = project.feed;
    if (after !== null && after > length) return error('cursor_invalid', `The feed is at ${length}.`);
    scopes.set(sessionId, true);
    say({ type: 'subscribed', sessionId, cursor: length });
    for (const entry of project.feed.slice(after ?? length)) {
      if (sessionId === null || entry.sessionId === sessionId) say(entry);
    }
  });
}

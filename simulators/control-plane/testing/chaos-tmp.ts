import { clientOf, projectOn, messageOf } from '/work/main/simulators/control-plane/testing/client.ts';
import { startNode, startWorker } from '/work/main/simulators/control-plane/testing/miniflare.ts';
let seed = Number(process.argv[2] ?? 1);
const rnd = () => { seed = (seed * 1664525 + 1013904223) % 4294967296; return seed / 4294967296; };
const pick = <T>(a: readonly T[]): T => a[Math.floor(rnd() * a.length)] as T;
const worker = await startWorker();
const client = clientOf(worker.url);
const ats = ['createSession', 'INSERT INTO submits', "SET status = 'queued'", 'start', 'INSERT OR IGNORE', 'linkWorkspace', "SET status = 'running'", 'shutdown', 'SET status = ?', 'failSession', 'DELETE FROM submits', 'stopSession', 'appendMessages', 'completeAgent'];
const hows = ['refuse', 'lose', 'die-before', 'die-after'] as const;
let bad = 0, fired = 0;
for (let round = 0; round < Number(process.argv[3] ?? 60); round++) {
  const node = await startNode();
  const project = await projectOn(client, node.url);
  const down = rnd() < 0.15;
  node.answer = (call) => { if (down && call.method === 'PUT') return pick([500, null]); const r = rnd(); return r < 0.15 ? null : r < 0.3 ? 500 : call.method === 'PUT' ? 201 : 204; };
  const faults = Array.from({ length: Math.floor(rnd() * 8) }, () => ({ at: pick(ats), how: pick(hows) }));
  await client.command({ faults });
  const log: string[] = [];
  const n = 1 + Math.floor(rnd() * 4);
  const keys = Array.from({ length: n }, () => crypto.randomUUID());
  const ids = new Map<string, string>();
  await Promise.all(keys.flatMap((key) => Array.from({ length: 1 + Math.floor(rnd() * 2) }, async () => {
    for (let t = 0; t < 1 + Math.floor(rnd() * 3); t++) {
      const r = await project.submit('m', key);
      log.push(`${r.status} ${r.body.code ?? ''}`);
      if (r.status === 201) { if (ids.has(key) && ids.get(key) !== r.body.taskId) { bad++; console.log('TWO TASKS', round); } ids.set(key, r.body.taskId); break; }
    }
  })));
  const ringAll = async () => {
    await project.ringProject().catch(() => null);
    const sessions = (await project.sessions().catch(() => undefined)) ?? [];
    for (const s of sessions) await project.ringRunner(s.taskId).catch(() => null);
    return sessions;
  };
  const acted = new Set<string>();
  for (let i = 0; i < 45; i++) {
    if (i === 28) { fired += faults.length - ((await client.command({})).faults?.length ?? 0); await client.command({ faults: [] }); if (!down) node.answer = (c) => (c.method === 'PUT' ? 201 : 204); else node.answer = (c) => (c.method === 'PUT' ? 500 : 204); }
    const sessions = await ringAll();
    for (const s of sessions) if (!acted.has(s.sessionId) && rnd() < 0.2) {
      acted.add(s.sessionId);
      const token = node.calls.find((c) => c.body?.sessionId === s.sessionId)?.body?.token;
      if (rnd() < 0.4) log.push('stop ' + (await project.as('stopSession', { params: { sessionId: s.sessionId } })).status);
      else if (token && rnd() < 0.6) { log.push('append ' + (await project.append(s.sessionId, [messageOf('x')], token)).status); log.push('complete ' + (await project.as('completeAgent', { params: { sessionId: s.sessionId }, token })).status); }
      else if (rnd() < 0.4) log.push('hand ' + (await project.as('linkWorkspace', { params: { sessionId: s.sessionId }, body: { workspaceId: crypto.randomUUID() } })).status);
    }
    await client.command({ advance: 31_000 });
  }
  const user = await client.token({ role: 'user', projectId: project.projectId, userId: 'z', expiresInSeconds: 1e9 });
  const sessions = (await project.as('listSessions', { token: user })).body.sessions;
  const tasks = (await project.as('listTasks', { token: user })).body.tasks;
  const problems: string[] = [];
  for (const t of tasks) if (!sessions.some((s) => s.sessionId === t.sessionId)) problems.push('task without session');
  for (const s of sessions) {
    const t = tasks.find((x) => x.sessionId === s.sessionId);
    if (!t) { problems.push('session without task'); continue; }
    const want = s.status === 'active' ? (s.workspaceId ? ['running'] : ['queued']) : ['stopped', 'completed', 'failed'];
    if (!want.includes(t.status)) problems.push(`task ${t.status} session ${s.status} ${s.workspaceId}`);
    if (s.status === 'active' && !s.workspaceId) problems.push('unsettled');
    if (s.messageCount < 1) problems.push('no message');
  }
  const asked = new Set(node.calls.filter((c) => c.method === 'PUT').map((c) => c.workspaceId));
  const expected = sessions.filter((s) => s.status === 'active' && s.workspaceId && asked.has(s.workspaceId)).map((s) => s.workspaceId).sort();
  const running = node.running().sort();
  if (JSON.stringify(expected) !== JSON.stringify(running)) problems.push(`running ${running} expected ${expected}`);
  for (const [, taskId] of ids) if (!tasks.some((t) => t.taskId === taskId)) problems.push('answered task is missing');
  if (problems.length) { bad++; console.log(round, problems, JSON.stringify(faults), log.join(','), { down }, tasks.map((t) => t.status)); }
  node.stop();
}
console.log({ bad, fired });
await worker.stop();
process.exit(0);

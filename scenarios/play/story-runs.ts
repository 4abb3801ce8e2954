type Brief = (value: unknown) => string;
type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields => Object(value) as Fields;
const rows = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const text = (value: unknown) => String(value ?? 'none');

/** Chats with agents and their tasks in a line: what they resume, and where; undefined where a body is about neither. */
export function briefRuns(body: unknown, brief: Brief): string | undefined {
  const told = tell(fields(body));
  return told && brief(told);
}

function tell(body: Fields): string | undefined {
  const [chats, tasks] = [rows(body.chats), rows(body.tasks)];
  // What the old version stored, as it is put in.
  if (chats.length > 0 && tasks.length > 0) return [...chats.map(chat), ...tasks.map(task)].join('; ');
  if (Object.keys(body).join() === 'task') return body.task === null ? 'no task' : tell(fields(body.task));
  if (typeof body.attempt === 'number' && 'runtimeId' in body) return task(body);
  return 'chatId' in body && 'runtimeId' in body ? chat(body) : undefined;
}

function chat({ chatId, sessionId, runtimeId, workDir }: Fields): string {
  return `chat ${text(chatId)} with session ${text(sessionId)}, runtime ${text(runtimeId)}, work directory ${text(workDir)}`;
}

function task(row: Fields): string {
  const { taskId, runtimeId, state, attempt = 1, sessionId, workDir } = row;
  const again = attempt === 1 ? '' : ` in attempt ${text(attempt)}`;
  const told = `task ${text(taskId)} on runtime ${text(runtimeId)} ${text(state)}${again}`;
  if ('priorSessionId' in row)
    return `${told}, offered session ${text(row.priorSessionId)} in ${text(row.priorWorkDir)}`;
  return sessionId || workDir ? `${told} with session ${text(sessionId)} in ${text(workDir)}` : told;
}

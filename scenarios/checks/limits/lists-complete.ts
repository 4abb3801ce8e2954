import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields, list, messagesIn, param, queryOf, said, text } from '../reading.ts';

interface Row {
  id: string;
  event: number;
}
/** Pages of one list, read one after the other. */
interface Listing {
  ids: Set<string>;
  pages: number[];
  /** How many rows were known when the first page was asked for. */
  known: number;
  /** When the last row was made. */
  oldest: number;
}

/** A list leaves nothing out without saying so (TASK-18). */
export const listsComplete = check({
  id: 'lists-complete',
  level: 'MUST',
  requirements: ['TASK-18'],
  sentence:
    'The pages of a list, read to the last cursor, have every task or session that existed when the first was asked for, newest first, and pages of messages leave no gap.',
  start() {
    const found = new Findings();
    /** By operation and project, in the order they became known. */
    const rows = new Map<string, Row[]>();
    const seen = new Set<string>();
    /** By reader and the cursor that goes on with it. */
    const listings = new Map<string, Listing>();
    const knownAt = new Map<number, number>();
    const know = (of: string, id: unknown, event: number) => {
      if (text(id) === undefined || seen.has(`${of}/${id}`)) return;
      seen.add(`${of}/${id}`);
      const known = rows.get(of) ?? [];
      known.push({ id: String(id), event });
      rows.set(of, known);
    };
    return {
      on(event, exchange) {
        if (exchange?.sent === event && exchange.operation.startsWith('list')) {
          knownAt.set(exchange.op, rows.get(`${exchange.operation}/${param(exchange, 'projectId')}`)?.length ?? 0);
        }
        const answer = said(event, exchange, 'submitTask', 'listTasks', 'listSessions', 'listMessages');
        if (!answer) return;
        const { exchange: request, body, status } = answer;
        if (request.operation === 'listMessages') {
          const last = messagesIn(event, exchange).at(-1)?.seq;
          if (status !== 200 || last === undefined) return;
          found.judged += 1;
          if (body.nextAfter === null || body.nextAfter === last) return;
          const message = `A page of messages ends with seq ${last}, but says that the next one begins after ${body.nextAfter}.`;
          found.breach(message, request.sent.index, event.index);
          return;
        }
        const projectId = param(request, 'projectId');
        if (request.operation === 'submitTask') {
          if (status !== 201) return;
          know(`listTasks/${projectId}`, body.taskId, event.index);
          know(`listSessions/${projectId}`, body.sessionId, event.index);
          return;
        }
        if (status !== 200) return;
        const of = `${request.operation}/${projectId}`;
        const cursor = queryOf(request).get('cursor');
        const listing =
          cursor === null
            ? {
                ids: new Set<string>(),
                pages: [],
                known: knownAt.get(request.op) ?? 0,
                oldest: Number.POSITIVE_INFINITY,
              }
            : listings.get(`${request.actor}/${of}/${cursor}`);
        if (!listing) return;
        const shown = list(request.operation === 'listTasks' ? body.tasks : body.sessions).map(fields);
        const field = request.operation === 'listTasks' ? 'taskId' : 'sessionId';
        const next: Listing = { ...listing, pages: [...listing.pages, event.index] };
        for (const row of shown) {
          next.ids.add(String(row[field]));
          if (Number(row.createdAt) > next.oldest)
            found.breach(`${request.operation} shows ${row[field]} after an older one.`, ...next.pages);
          next.oldest = Number(row.createdAt);
        }
        if (text(body.nextCursor) !== undefined) {
          listings.set(`${request.actor}/${of}/${body.nextCursor}`, next);
          return;
        }
        found.judged += 1;
        const lost = (rows.get(of) ?? []).slice(0, listing.known).filter(({ id }) => !next.ids.has(id));
        const [first] = lost;
        if (!first) return;
        const what = lost.length > 1 ? `${first.id} and ${lost.length - 1} more` : first.id;
        const message = `${request.operation} ended after ${next.ids.size} rows without ${what}, which existed before.`;
        found.breach(message, first.event, ...next.pages);
      },
      end() {
        return found;
      },
    };
  },
});

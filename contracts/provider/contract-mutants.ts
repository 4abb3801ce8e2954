import { matchRoute } from '../wire/index.ts';

/** What a provider says, on its way out. */
export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}
export interface Asked {
  method: string;
  path: string;
}
type Frame = Record<string, unknown>;

/** A known bug of a provider in what it says. It breaks the interactions that have what it names, and no other (PACT-2). */
export interface ContractMutant {
  id: string;
  title: string;
  breaks: { operation: string; status: number } | { header: string } | { frame: string };
  /** undefined: it has nothing to do with this answer. */
  answer?(said: Answered, asked: Asked): Answered | undefined;
  /** undefined: it has nothing to do with this frame; null: the frame never comes. */
  frame?(frame: Frame): Frame | null | undefined;
}

const answers = (operation: string, status: number, asked: Asked, said: Answered) => {
  const found = matchRoute(asked.method, asked.path);
  return typeof found !== 'string' && found.operation === operation && said.status === status;
};

/** A field, a status, a header, a field of a frame, a frame: one bug of each kind. */
export const contractMutants: readonly ContractMutant[] = [
  {
    id: 'history-without-seq',
    title: 'The messages of a history have no place in it',
    breaks: { operation: 'listMessages', status: 200 },
    answer(said, asked) {
      if (!answers('listMessages', 200, asked, said)) return undefined;
      const { messages, ...page } = said.body as { messages: Frame[] };
      return { ...said, body: { ...page, messages: messages.map(({ seq, ...message }) => message) } };
    },
  },
  {
    id: 'queued-task-answered-200',
    title: 'A task that was queued is answered as if it had been queued before',
    breaks: { operation: 'queueIssueTask', status: 201 },
    answer: (said, asked) => (answers('queueIssueTask', 201, asked, said) ? { ...said, status: 200 } : undefined),
  },
  {
    id: 'no-retry-after',
    title: 'Nobody is told when to ask again',
    breaks: { header: 'Retry-After' },
    answer: (said) =>
      said.status === 429 ? { ...said, headers: { ...said.headers, 'retry-after': undefined } } : undefined,
  },
  {
    id: 'chunk-number-as-text',
    title: 'A chunk of a reply has its number as a text',
    breaks: { frame: 'chunk' },
    frame: (frame) => (frame.type === 'chunk' ? { ...frame, index: String(frame.index) } : undefined),
  },
  {
    id: 'mode-never-confirmed',
    title: 'The permission mode that was set is never confirmed',
    breaks: { frame: 'mode_set' },
    frame: (frame) => (frame.type === 'mode_set' ? null : undefined),
  },
];

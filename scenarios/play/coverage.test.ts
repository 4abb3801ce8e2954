import { describe, expect, test } from 'vitest';
import { contractCoverage, frameWords } from '../../contracts/trace/index.ts';
import { HistoryBuilder } from '../checks/testing.ts';
import { coverageOf } from './coverage.ts';
import { addExchanges, answerWords, contractParts } from './exchanges.ts';

/** What a history made by hand has exchanged, in words. */
function exchangedIn(build: (h: HistoryBuilder) => void): Set<string> {
  const h = new HistoryBuilder();
  build(h);
  const exchanged = new Set<string>();
  addExchanges(h.events, exchanged);
  return exchanged;
}

const sessionId = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const problem = (code: string) => ({ code });

describe('What a history exchanged', () => {
  test('is an operation and its answer, and no other', () => {
    const found = exchangedIn((h) => h.call('frontend', 'listTasks', {}, 200, {}));
    expect([...found]).toEqual(['listTasks', 'listTasks 200']);
  });

  test('has a problem by its code', () => {
    const found = exchangedIn((h) =>
      h.call('frontend', 'getTask', { params: { taskId: 't1' } }, 404, problem('not_found')),
    );
    expect(found).toContain('getTask 404 not_found');
    expect(found).not.toContain('getTask 401 unauthenticated');
    expect(found).not.toContain('listTasks 404 not_found');
  });

  test('has the answers of a node, and the upgrade to a socket', () => {
    const found = exchangedIn((h) => {
      h.order();
      h.socket('frontend');
    });
    expect(found).toContain('createWorkspace 201');
    expect(found).toContain('events 101');
    expect(found).not.toContain('live 101');
  });

  test('has no request that never arrived, and no answer to it', () => {
    const found = exchangedIn((h) => {
      h.send('frontend', 'listTasks').giveUp();
    });
    expect([...found]).toEqual([]);
  });

  test('has an answer that was lost on the way back: the target said it', () => {
    const found = exchangedIn((h) => {
      const step = h.send('frontend', 'listTasks');
      step.arrive();
      step.answer(200, {});
    });
    expect(found).toContain('listTasks 200');
  });

  test('has nothing that the network answered', () => {
    const found = exchangedIn((h) => {
      const step = h.send('frontend', 'listTasks', {}, 'network');
      step.arrive();
      step.answer(503, problem('unavailable'));
    });
    expect(found).not.toContain('listTasks 503 unavailable');
  });

  test('has no answer and no frame that is not as the contract says', () => {
    const violation = { kind: 'violation', actor: 'harness', by: 'target', detail: 'answer 200: wrong' } as const;
    const build = (of: 'both' | 'none') => (h: HistoryBuilder) => {
      const answered = h.call('frontend', 'listTasks', {}, 200, {});
      const told = h.socket('frontend').hears({ type: 'pong' });
      if (of === 'none') return;
      h.add({ ...violation, of: answered });
      h.add({ ...violation, of: told });
    };
    const [right, wrong] = [exchangedIn(build('none')), exchangedIn(build('both'))];
    for (const words of ['listTasks 200', 'events server frame pong']) {
      expect(right).toContain(words);
      expect(wrong).not.toContain(words);
    }
  });

  test('is told by what was asked for, where somebody asks for another path on purpose', () => {
    const found = exchangedIn((h) => {
      h.call('lost', 'listTasks', { path: '/v1/elsewhere' }, 404, problem('not_found'));
      h.call('lost', 'listTasks', { method: 'DELETE' }, 405, problem('method_not_allowed'));
    });
    expect(found).toContain('no operation 404 not_found');
    expect(found).toContain('no operation 405 method_not_allowed');
    expect(found).not.toContain('listTasks');
    expect(found).not.toContain('listTasks 404 not_found');
  });

  test('has the frames of either side, and errors by their code', () => {
    const found = exchangedIn((h) => {
      const line = h.socket('frontend');
      line.says({ type: 'subscribe', sessionId, after: null });
      line.hears({ type: 'error', code: 'not_found', detail: 'No such session.' });
    });
    expect(found).toContain('events client frame subscribe');
    expect(found).toContain('events server frame error not_found');
    expect(found).not.toContain('events server frame subscribe');
    expect(found).not.toContain('events server frame error token_expired');
  });

  test('has no frame of a client that is wrong on purpose, until one is right', () => {
    const nonsense = { type: 'ping', extra: 1 };
    const wrong = exchangedIn((h) => h.socket('mumbler').says(nonsense));
    expect(wrong).not.toContain('events client frame ping');
    const both = exchangedIn((h) => {
      const line = h.socket('mumbler');
      line.says(nonsense);
      line.says({ type: 'ping' });
    });
    expect(both).toContain('events client frame ping');
  });

  test('is told of bodies that are no objects', () => {
    const found = exchangedIn((h) => {
      h.call('frontend', 'listTasks', {}, 500, 'text');
      h.call('frontend', 'getTask', { params: { taskId: 't1' } }, 500, null);
      h.socket('frontend').says('[[[');
    });
    expect(found).toContain('listTasks 500');
    expect([...found].filter((words) => words.includes('frame'))).toEqual([]);
  });
});

describe('The contract', () => {
  const all = contractParts();

  test('has each of its parts once', () => {
    for (const words of [all.operations, all.answers.map(answerWords), all.frames.map(frameWords)]) {
      expect(words.length).toBeGreaterThan(60);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  test.each(['submitTask 201', 'submitTask 422 idempotency_conflict', 'live 101', 'deleteWorkspace 204'])(
    'has the answer %s',
    (words) => expect(all.answers.map(answerWords)).toContain(words),
  );

  test.each([
    'events client frame subscribe',
    'events server frame message.new',
    'events server frame error cursor_invalid',
    'live server frame error resume_required',
    'terminal server frame error malformed_frame',
  ])('has the %s', (words) => expect(all.frames.map(frameWords)).toContain(words));

  test('has no error without a code', () => {
    expect(all.frames.filter(({ type, code }) => (type === 'error') === (code === null))).toEqual([]);
  });
});

describe('The coverage of a run', () => {
  const all = contractParts();
  const everything = [...all.operations, ...all.answers.map(answerWords), ...all.frames.map(frameWords)];
  const interaction = { consumer: 'vm-agent', description: 'a batch', states: ['a task'] };

  test('is nothing where nothing was exchanged, and names all of it', () => {
    const coverage = coverageOf(new Set(), [{ ...interaction, wants: ['appendMessages 200'] }]);
    expect(coverage.percent).toBe(0);
    for (const part of ['operations', 'answers', 'frames', 'interactions'] as const) {
      expect(coverage[part]).toMatchObject({ covered: 0, total: coverage[part].missing.length });
    }
    expect(contractCoverage.parse(coverage)).toEqual(coverage);
  });

  test('is 100 only where all was exchanged', () => {
    expect(coverageOf(new Set(everything), [])).toMatchObject({ percent: 100, answers: { missing: [] } });
    const but = coverageOf(new Set(everything.filter((words) => words !== 'submitTask 201')), []);
    expect(but.answers.missing).toEqual([{ operation: 'submitTask', status: 201, code: null }]);
    expect(but.percent).toBe(99.8);
  });

  test('counts an interaction where all that it wants was exchanged', () => {
    const wants = ['events client frame ping', 'events server frame pong'];
    const of = (...exchanged: string[]) => coverageOf(new Set(exchanged), [{ ...interaction, wants }]).interactions;
    expect(of(...wants)).toEqual({ covered: 1, total: 1, missing: [] });
    const missing = [{ ...interaction, wants: wants.join(' and ') }];
    expect(of('events client frame ping')).toEqual({ covered: 0, total: 1, missing });
  });

  test('does not grow by what the contract does not have', () => {
    expect(coverageOf(new Set(['listTasks 299', 'events server frame undefined']), []).percent).toBe(0);
  });
});

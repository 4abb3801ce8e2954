import { describe, expect, test } from 'vitest';
import { LinkError } from '../../ports.ts';
import { correctRules } from '../rules.ts';
import { event, frontendWith, sessionId } from '../testing.ts';
import { chatMutants } from './chat/index.ts';
import { frontendMutants } from './index.ts';
import { phaseMutants } from './phases/index.ts';

/** Everything a provider sees of a submit sent twice and of a subscription whose socket broke after event 7. */
async function seenOf(mutantId: string | null) {
  const rules = { ...correctRules, ...frontendMutants.find(({ id }) => id === mutantId)?.rules };
  const { frontend, link, socket, clock } = frontendWith({ rules });
  link.script.push(new LinkError('timeout'));
  await frontend.resubmit(await frontend.submit({ message: 'Do it.' }));
  frontend.subscribe({ sessionId });
  socket().handlers.open();
  socket().handlers.frame({ type: 'subscribed', sessionId, cursor: 5 });
  socket().handlers.frame(event(7));
  socket().handlers.close(1006, '');
  await clock.advance(1_000);
  socket().handlers.open();
  return { keys: link.calls.map(({ headers }) => headers?.['idempotency-key']), resumed: socket().sent };
}

describe('Mutants of the frontend', () => {
  test('Without one, a key is kept and a subscription goes on after the last event', async () => {
    const { keys, resumed } = await seenOf(null);
    expect(keys[1]).toBe(keys[0]);
    expect(resumed).toEqual([{ type: 'subscribe', sessionId, after: 7 }]);
  });

  test('Each has an id of its own', () => {
    expect(new Set(frontendMutants.map(({ id }) => id)).size).toBe(frontendMutants.length);
  });

  const ofGroups = [...chatMutants, ...phaseMutants];

  test.each(ofGroups)('$id replaces only rules that there are', ({ rules }) => {
    expect(Object.keys(rules).length).toBeGreaterThan(0);
    expect(Object.keys(correctRules)).toEqual(expect.arrayContaining(Object.keys(rules)));
  });

  const ofTasks = frontendMutants.filter((mutant) => !ofGroups.includes(mutant));

  test.each(ofTasks.map(({ id, title }) => [title, id]))('%s, and a provider can see it', async (_, id) => {
    expect(await seenOf(id)).not.toEqual(await seenOf(null));
  });
});

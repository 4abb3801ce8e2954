import { clientScenario } from '../definition.ts';
import { framesOf, outcomesOf, requestsOf } from '../seen.ts';
import type { ClientSet } from '../set.ts';

const role = 'frontend';
/** Milliseconds of the protocol in which a client that should keep still is watched. */
const stillness = 4000;

/** A session that a user can write in. */
async function sessionOfATask(set: ClientSet): Promise<string> {
  await set.open(() => {});
  const headers = { 'idempotency-key': set.uuid() };
  return String((await set.asUser('submitTask', {}, { message: 'Water the plants.' }, headers)).sessionId);
}

/** Stores a message of the user, which all subscribers are told of. */
async function say(set: ClientSet, sessionId: string, content: string): Promise<void> {
  const message = { messageId: set.uuid(), role: 'user', content, createdAt: Date.now() };
  await set.asUser('appendMessages', { sessionId }, { messages: [message] });
}

/** Starts a client that follows all events of the project from the first one, and waits until it is subscribed. */
async function follow(set: ClientSet): Promise<void> {
  await set.start({ token: set.userToken, task: { do: 'follow', after: 0 } });
  await set.until((history) => framesOf(history, 'deliver', role, 'subscribed').length > 0);
}

/** Starts a client that says these prompts in a live session whose record is there. */
async function chat(set: ClientSet, prompts: readonly string[]): Promise<void> {
  await set.open(() => {});
  const sessionId = set.uuid();
  await set.asUser('createLiveSession', { sessionId }, {});
  await set.start({ token: set.userToken, sessionId, task: { do: 'chat', prompts } });
}

/** Until every prompt was accepted, for the client to hear. */
async function accepted(set: ClientSet, prompts: readonly string[]): Promise<void> {
  await set.until((history) => {
    const heard = framesOf(history, 'deliver', role, 'accepted').map(({ body }) => body.clientMsgId);
    return new Set(heard).size >= prompts.length;
  });
}

/** Stories in which a frontend is on trial. */
export const frontendScenarios = [
  clientScenario(role, 'events-resumed', {
    title: 'A frontend whose events socket breaks goes on behind the last event it has',
    requirements: ['TASK-13'],
    faults: [{ where: { frame: 'message.new', nth: 3 }, fault: { kind: 'socket-dropped' } }],
    checks: ['delivered-once-in-order', 'client-reconnects', 'client-conforms'],
    async play(set) {
      const sessionId = await sessionOfATask(set);
      await follow(set);
      const contents = ['The ferns too.', 'And the cactus.', 'Not the cactus.', 'That is all.'];
      for (const content of contents) await say(set, sessionId, content);
      await set.until((history) => {
        const shown = framesOf(history, 'deliver', role, 'message.new').map(({ body }) => JSON.stringify(body.message));
        return contents.every((content) => shown.some((text) => text.includes(content)));
      });
    },
  }),
  clientScenario(role, 'gives-up', {
    title: 'A frontend that reaches nobody any more tries five times, less and less often, and gives up',
    requirements: ['WEB-8'],
    faults: [
      { where: { frame: 'message.new', nth: 2 }, fault: { kind: 'socket-dropped' } },
      ...[2, 3, 4, 5, 6].map((nth) => ({
        where: { operation: 'events', nth },
        fault: { kind: 'lost' as const },
      })),
    ],
    checks: ['client-reconnects'],
    async play(set) {
      const sessionId = await sessionOfATask(set);
      await follow(set);
      await say(set, sessionId, 'Is anybody there?');
      await set.untilOrGone((history) => requestsOf(history, role, 'events').length > 6);
    },
  }),
  clientScenario(role, 'refused-for-good', {
    title: 'A frontend whose token is refused on the live socket does not try again by itself',
    requirements: ['WEB-14'],
    faults: [{ where: { frame: 'connected', nth: 1 }, fault: { kind: 'socket-closed', code: 4401 } }],
    checks: ['refused-authentication-is-final', 'client-reconnects'],
    async play(set) {
      await chat(set, ['Hello.']);
      await set.until((history) =>
        history.some((event) => event.kind === 'outcome' && event.actor === role && event.code === '4401'),
      );
      await set.pause(stillness);
    },
  }),
  clientScenario(role, 'connected-late', {
    title: 'A frontend says nothing but hello on the live socket before it is connected',
    requirements: ['WEB-9'],
    faults: [{ where: { frame: 'connected', nth: 1 }, fault: { kind: 'delay', ms: 3000 } }],
    checks: ['nothing-before-connected', 'client-conforms'],
    async play(set) {
      const prompts = ['What grows here?', 'And over there?'];
      await chat(set, prompts);
      await accepted(set, prompts);
    },
  }),
  clientScenario(role, 'prompt-sent-again', {
    title: 'A frontend that lost the answer to a prompt sends the same frame again when it is connected again',
    requirements: ['WEB-3', 'WEB-8'],
    faults: [{ where: { frame: 'accepted', nth: 1 }, fault: { kind: 'socket-dropped' } }],
    checks: ['client-prompt-unchanged', 'client-reconnects'],
    async play(set) {
      await chat(set, ['Count the leaves.']);
      await accepted(set, ['Count the leaves.']);
    },
  }),
  clientScenario(role, 'submit-sent-again', {
    title: 'A frontend that lost the answer to a submit sends it again under the same key',
    requirements: ['TASK-1', 'TASK-2'],
    faults: [
      { where: { operation: 'submitTask', nth: 1 }, fault: { kind: 'answer-lost' } },
      { where: { operation: 'submitTask', nth: 2 }, fault: { kind: 'status', status: 503 } },
    ],
    checks: ['client-key-unchanged', 'client-conforms'],
    async play(set) {
      await set.open(() => {});
      await set.start({ token: set.userToken, task: { do: 'submit', message: 'Repot the fern.' } });
      await set.until((history) => outcomesOf(history, role, 'submitTask', 201).length > 0);
    },
  }),
];

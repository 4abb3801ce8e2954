import assert from 'node:assert/strict';
import { LinkError } from '../../../simulators/ports.ts';
import { uuid } from '../../../simulators/testing.ts';
import type { VmAgent } from '../../../simulators/vm-agent/index.ts';
import type { RejectionCode } from '../../wire/index.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';
import { aBatch, aTask, duplicatePrompt, ordered, prompt, promptSent } from './workspace.ts';

const { sessionId, workspaceId } = values;
/** Of what the agent says, and what it says. */
const messageId = uuid(501);
const done = { messageId, role: 'assistant', content: 'Done.' } as const;
const stored = { status: 'stored', messageId, seq: 2 } as const;

function nothingIsLeft(agent: VmAgent): void {
  assert.deepEqual(agent.waiting(), []);
  assert.deepEqual(agent.setAside(), []);
}

const saidAnew = aBatch({
  description: 'a batch with the prompt and what the agent said',
  given: aTask(),
  promised: { status: 200, body: { results: [duplicatePrompt, stored] } },
  async run(ports, taken) {
    const agent = await ordered(ports);
    agent.report(done);
    agent.flush();
    await taken();
    nothingIsLeft(agent);
    assert.deepEqual(ports.journal.of('batch-retry'), []);
  },
});

const inOrder = aBatch({
  description: 'a batch with several messages',
  given: aTask(),
  nth: 2,
  promised: {
    status: 200,
    body: {
      results: [stored, { ...stored, messageId: uuid(502), seq: 3 }, { ...stored, messageId: uuid(503), seq: 4 }],
    },
  },
  async run(ports, taken) {
    const agent = await promptSent(ports);
    agent.report({ messageId, role: 'assistant', content: 'Let me look.' });
    agent.report({ messageId: uuid(502), role: 'tool', content: 'login.ts' });
    agent.report({ messageId: uuid(503), role: 'system', content: 'The workspace is busy.' });
    agent.flush();
    await taken();
    nothingIsLeft(agent);
  },
});

const again = aBatch({
  description: 'a batch sent again because its answer was lost',
  given: aTask({ messages: [{ ...done, createdAt: 1_767_225_600_000 }] }),
  nth: 2,
  promised: { status: 200, body: { results: [duplicatePrompt, { ...stored, status: 'duplicate' }] } },
  others() {
    throw new LinkError('connection-lost');
  },
  async run(ports, taken) {
    const agent = await ordered(ports);
    agent.report(done);
    agent.flush();
    await ports.clock.advance(1_000);
    await taken();
    assert.equal(ports.journal.of('batch-retry').length, 1);
    nothingIsLeft(agent);
  },
});

/** What one message is rejected for is its own affair: it is kept aside, and the agent goes on with what follows. */
function rejected(
  description: string,
  code: RejectionCode,
  { given, content }: { given: readonly Given[]; content: string },
): HttpInteraction {
  return aBatch({
    description,
    given,
    nth: 2,
    promised: { status: 200, body: { results: [{ status: 'rejected', messageId, code, detail: 'Why, in words.' }] } },
    async run(ports, taken) {
      const agent = await promptSent(ports);
      agent.report({ ...done, content });
      agent.flush();
      await taken();
      const aside = agent.setAside().map(({ message, code }) => ({ messageId: message.messageId, code }));
      assert.deepEqual(aside, [{ messageId, code }]);
      assert.deepEqual(ports.journal.of('rejected'), [{ workspaceId, sessionId, messageId, code }]);
      agent.report({ role: 'assistant', content: 'Something else.' });
      agent.flush();
      await ports.clock.advance(0);
      assert.deepEqual(agent.waiting(), []);
    },
  });
}

const oneOfMany = aBatch({
  description: 'a batch of which one message cannot be stored',
  given: aTask(),
  promised: {
    status: 200,
    body: {
      results: [
        duplicatePrompt,
        { status: 'rejected', messageId: uuid(502), code: 'malformed_message', detail: 'Why, in words.' },
        stored,
      ],
    },
  },
  async run(ports, taken) {
    const agent = await ordered(ports);
    agent.report({ messageId: uuid(502), role: 'tool', content: 'A file with \u0000 in it.' });
    agent.report(done);
    agent.flush();
    await taken();
    assert.deepEqual(agent.waiting(), []);
    assert.deepEqual(
      agent.setAside().map(({ message }) => message.messageId),
      [uuid(502)],
    );
  },
});

const stoppedMeanwhile = aBatch({
  description: 'a batch with something known and something new for a session that was stopped',
  given: aTask({ stopped: true }),
  promised: {
    status: 200,
    body: {
      results: [duplicatePrompt, { status: 'rejected', messageId, code: 'session_stopped', detail: 'Why, in words.' }],
    },
  },
  async run(ports, taken) {
    const agent = await ordered(ports);
    agent.report(done);
    agent.flush();
    await taken();
    assert.deepEqual(ports.journal.of('session-stopped'), [{ workspaceId, sessionId }]);
    assert.equal(agent.report({ role: 'assistant', content: 'More.' }), undefined);
  },
});

/** How the messages of a batch are answered, each on its own. */
export const batches: readonly HttpInteraction[] = [
  saidAnew,
  inOrder,
  again,
  rejected('a batch with another content under a known id', 'message_conflict', {
    given: aTask({ messages: [{ ...done, createdAt: 1_767_225_600_000 }] }),
    content: `${prompt.content} It does.`,
  }),
  rejected('a batch with a message that is too large', 'message_too_large', {
    given: aTask(undefined, { state: 'a text over the limit' }),
    content: values.tooLong,
  }),
  oneOfMany,
  stoppedMeanwhile,
];

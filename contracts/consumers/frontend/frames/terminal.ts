import assert from 'node:assert/strict';
import { Chat } from '../../../../simulators/frontend/index.ts';
import type { FrameInteraction } from '../../toolkit/interaction.ts';
import { values } from '../../toolkit/values.ts';

const { projectId, token } = values;

/** What the terminal socket tells. */
export const terminal: readonly FrameInteraction[] = [
  {
    kind: 'frame',
    description: 'what the terminal shows',
    given: [{ state: 'a project' }],
    socket: 'terminal',
    open: { steps: [{ send: { type: 'input', data: 'ls\r' } }], catch: { type: 'output' } },
    frame: { type: 'output', data: 'README.md  src\r\n' },
    async run(ports, server, comes) {
      const chat = new Chat(ports, { projectId, token });
      chat.openTerminal();
      server.accept();
      chat.type({ data: 'ls\r' });
      assert.deepEqual(server.heard(), { type: 'input', data: 'ls\r' });
      await comes();
      assert.equal(chat.terminal.output, 'README.md  src\r\n');
    },
  },
];

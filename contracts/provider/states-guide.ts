import { z } from 'zod';
import { socketStateName } from './socket-state.ts';
import { type StateDescription, states } from './states.ts';

interface Parameter {
  type?: string;
  enum?: unknown[];
  default?: unknown;
  description?: string;
}

const introduction = `# Provider states

Before each interaction the verifier brings the provider into the states that the interaction names. A provider team writes one
HTTP endpoint for that, in any language; its URL is given to \`rehearse contracts verify --states-url\`. \`examples/provider/states.mjs\`
is one in plain JavaScript, and \`rehearse serve --states\` serves that of the embedded control plane.

## The protocol

Pact's own state-change request, once for each state, in their order:

\`\`\`
POST {states-url}
Content-Type: application/json

{ "state": "a task", "params": { "stopped": true }, "action": "setup" }
\`\`\`

- \`200\` with a JSON object: the state is there. Its members are the **values** below; they take the place of \`\${projectId}\`, \`\${token}\` and
  so on in path, headers, query, body and frames of what the verifier then sends. A later state may answer a value again: it wins.
- Any other status: the state could not be had, and its interaction fails, with what the body says. Answer \`404\` for a state you do
  not have; never answer \`200\` then.
- \`"action": "teardown"\` comes after the interaction, for each of its states. Answer \`200 {}\`; clean up what you like.

A **base state** begins anew: everything it makes is new, with new ids, and nothing of it is shared with another interaction. A state that
**changes** comes after a base state and changes what that has made. Interactions are verified one after another.

Frames of sockets need no code of yours. Their interactions have one more state, \`${socketStateName}\`, that the verifier brings about by itself: it
opens a real socket, sends what the client sends, makes the requests that are named there, and catches the frame.

## The states
`;

/** What a provider team has to know of the states, as Markdown. */
export function statesGuide(): string {
  return `${introduction}${Object.entries(states).map(sectionOf).join('')}`;
}

function sectionOf([name, { params, values, description, modifies }]: [string, StateDescription]): string {
  const shape = Object.entries((z.toJSONSchema(params, { io: 'input' }).properties ?? {}) as Record<string, Parameter>);
  const kind = modifies ? 'Changes what a base state has made. ' : '';
  const answered = values.map((value) => `\`${value}\``).join(', ');
  const token = shape.some(([parameter]) => parameter === 'of') ? 'the token that `of` names, replaced' : 'none';
  return [
    `\n### \`${name}\`\n`,
    `${kind}${description}\n`,
    ...shape.map(
      ([parameter, { type, enum: options, default: otherwise, description: says }]) =>
        `- \`${parameter}\`: ${options ? options.map((option) => `\`${option}\``).join(', ') : type}${
          otherwise === undefined ? '' : `, default \`${JSON.stringify(otherwise)}\``
        }${says ? `. ${says}` : ''}`,
    ),
    ...(shape.length > 0 ? [''] : []),
    `Values: ${answered || token}.\n`,
  ].join('\n');
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { StateParams } from '../../../../contracts/provider/states.ts';
import { echoTurn, terminalTypes } from '../../../../contracts/wire/index.ts';
import type { LiveLine } from '../live-line.ts';
import { anyBody, BadState, type Provider, type Values } from '../provider.ts';

const record = z.object({ seq: z.number() });
type Params = StateParams<'a live session'>;

/** A live session, with what was said in it. */
export async function aLiveSession(provider: Provider, params: Params): Promise<Values> {
  check(params);
  const { projectId, token } = await provider.newScene();
  const sessionId = randomUUID();
  const ofSession = { projectId, sessionId };
  await provider.ask(anyBody, 'createLiveSession', ofSession, { token, body: {} });
  const { turns, prompts, mode, hanging, ended } = params;
  if (turns > 0 || prompts.length > 0 || mode !== undefined || hanging || ended) {
    const line = await provider.line(projectId, token);
    await live(line, sessionId, params);
    line.close();
  }
  const { seq } = await provider.ask(record, 'getLiveSession', ofSession, { token });
  return { projectId, token, sessionId, seq };
}

/** Whether the turn of a prompt ends only because it is interrupted. */
const hangs = (prompt: string) => echoTurn(prompt).end === null;

function check({ turns, prompts, ended, hanging, clientMsgId }: Params): void {
  if (ended && hanging)
    throw new BadState('`ended` and `hanging` cannot both be: a loop that has ended works on nothing');
  if (clientMsgId !== undefined && turns === 0) throw new BadState('`clientMsgId` needs `turns` of at least 1');
  if (prompts.slice(-1).some(hangs))
    throw new BadState(
      'The last of `prompts` would never end: nothing follows that interrupts it. `hanging` is for that',
    );
}

async function live(line: LiveLine, sessionId: string, params: Params): Promise<void> {
  const { turns, mode, hanging, ended } = params;
  const greetings = Array.from({ length: turns }, (_, turn) => (turn === 0 ? 'Hello there' : 'Hello again'));
  const prompts = [...greetings, ...params.prompts];
  for (const [nth, prompt] of prompts.entries()) {
    const before = prompts[nth - 1];
    const clientMsgId = nth === 0 ? params.clientMsgId : undefined;
    await say(line, { sessionId, clientMsgId, prompt, before });
  }
  if (mode !== undefined) await line.ask({ type: 'set_mode', sessionId, mode }, ({ type }) => type === 'mode_set');
  if (hanging) await say(line, { sessionId, prompt: '/hang', before: prompts.at(-1) });
  if (ended) {
    await line.ask(
      { type: 'stop', sessionId },
      (frame) => (frame.type === 'stopping' || frame.type === 'session_state') && frame.state === 'ENDED',
    );
  }
  // Nobody watches it any more, and that is known before anybody else looks.
  if (prompts.length > 0 || hanging) await line.ask({ type: 'unwatch', sessionId }, ({ type }) => type === 'unwatched');
}

interface Said {
  sessionId: string;
  /** Default: a new one. */
  clientMsgId?: string | undefined;
  prompt: string;
  /** The prompt before it, which it interrupts where that would not end otherwise. */
  before: string | undefined;
}

/** Says a prompt and waits until its turn has ended; one that hangs, until it is being worked on. */
function say(line: LiveLine, { sessionId, clientMsgId = randomUUID(), prompt, before }: Said): Promise<void> {
  const said = { sessionId, clientMsgId, prompt };
  const interrupts = before !== undefined && hangs(before);
  return line.ask(
    interrupts ? { type: 'interrupt', ...said } : { type: 'send', ...said, resume: before !== undefined },
    (frame) =>
      'clientMsgId' in frame &&
      frame.clientMsgId === clientMsgId &&
      (hangs(prompt) ? frame.type === 'message_start' : terminalTypes.has(frame.type)),
  );
}

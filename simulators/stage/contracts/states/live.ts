import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { StateParams } from '../../../../contracts/provider/states.ts';
import type { LiveLine } from '../live-line.ts';
import { anyBody, BadState, type Provider, type Values } from '../provider.ts';

const record = z.object({ seq: z.number() });

/** A live session, with what was said in it. */
export async function aLiveSession(provider: Provider, params: StateParams<'a live session'>): Promise<Values> {
  check(params);
  const { projectId, token } = await provider.newScene();
  const sessionId = randomUUID();
  const ofSession = { projectId, sessionId };
  await provider.ask(anyBody, 'createLiveSession', ofSession, { token, body: {} });
  if (params.turns > 0 || params.hanging || params.ended) {
    const line = await provider.line(projectId, token);
    await talk(line, sessionId, params);
    line.close();
  }
  const { seq } = await provider.ask(record, 'getLiveSession', ofSession, { token });
  return { projectId, token, sessionId, seq };
}

function check({ turns, ended, hanging, clientMsgId }: StateParams<'a live session'>): void {
  if (ended && hanging)
    throw new BadState('`ended` and `hanging` cannot both be: a loop that has ended works on nothing');
  if (clientMsgId !== undefined && turns === 0) throw new BadState('`clientMsgId` needs `turns` of at least 1');
}

async function talk(line: LiveLine, sessionId: string, params: StateParams<'a live session'>): Promise<void> {
  for (let turn = 0; turn < params.turns; turn++) {
    const clientMsgId = (turn === 0 ? params.clientMsgId : undefined) ?? randomUUID();
    const prompt = turn === 0 ? 'Hello there' : 'Hello again';
    await line.ask(
      { type: 'send', sessionId, clientMsgId, prompt, resume: turn > 0 },
      (frame) => frame.type === 'message_complete' && frame.clientMsgId === clientMsgId,
    );
  }
  if (params.hanging) {
    const clientMsgId = randomUUID();
    await line.ask(
      { type: 'send', sessionId, clientMsgId, prompt: '/hang', resume: params.turns > 0 },
      (frame) => frame.type === 'message_start' && frame.clientMsgId === clientMsgId,
    );
  }
  if (params.ended) {
    await line.ask(
      { type: 'stop', sessionId },
      (frame) => (frame.type === 'stopping' || frame.type === 'session_state') && frame.state === 'ENDED',
    );
  }
  // Nobody watches it any more, and that is known before anybody else looks.
  if (params.turns > 0 || params.hanging) {
    await line.ask({ type: 'unwatch', sessionId }, ({ type }) => type === 'unwatched');
  }
}

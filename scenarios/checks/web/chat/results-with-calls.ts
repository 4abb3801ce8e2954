import type { Judge } from '../../check.ts';
import type { Findings } from '../../findings.ts';
import { settled } from './settled.ts';
import type { View } from './views.ts';

/** A tab shows each result with its call (WEB-11). */
export function resultsWithCalls(): Judge {
  return settled(judgeTools);
}

function judgeTools({ tab, sessionId, transcript, events }: View, found: Findings): void {
  if (!transcript) return;
  const arrived = [...events.values()];
  const ended = new Set(arrived.flatMap(({ value }) => (value.type === 'message_complete' ? [value.clientMsgId] : [])));
  const tools = transcript.messages.flatMap((message) => message.tools);
  for (const { value: call, index } of arrived) {
    if (call.type !== 'tool_call') continue;
    const mine = tools.filter(({ id }) => id === call.toolCallId);
    const result = arrived.find(({ value }) => value.type === 'tool_result' && value.toolCallId === call.toolCallId);
    const known = result?.value.type === 'tool_result' ? result.value.result : null;
    const say = (what: string) =>
      found.breach(`${tab.actor} shows ${what} (session ${sessionId}).`, index, result?.index, transcript.index);
    if (mine.length > 1) say(`tool call ${call.toolCallId} ${mine.length} times`);
    if (mine.some((tool) => typeof tool.result === 'string' && tool.result !== known)) {
      say(`a result at tool call ${call.toolCallId} that is not its own`);
    }
    if (!ended.has(call.clientMsgId)) continue;
    found.judged += 1;
    if (mine.length === 0) say(`nothing of tool call ${call.toolCallId}`);
    else if (known !== null && mine[0]?.result !== known) say(`tool call ${call.toolCallId} without its result`);
  }
}

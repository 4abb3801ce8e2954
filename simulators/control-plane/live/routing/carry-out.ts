import type { Change } from '../change.ts';
import type { Prompt } from '../loop.ts';
import type { Loops } from '../loops.ts';
import { endSession, move } from '../states.ts';
import { cut, interruptStrays, pump, storePrompt } from '../turns.ts';
import type { RoutedFacts, Step } from './steps.ts';

/** The operation was refused, because there is no such session. */
export type CarriedOut = 'done' | 'refused';

/** Routes one operation on one session, and does what its outcome says. A prompt comes with the operations that carry one. */
export function carryOut(change: Change, loops: Loops, facts: RoutedFacts, prompt: Prompt | null): CarriedOut {
  const outcome = change.rules.routeLive(facts);
  const steps = change.rules.stepsOf(outcome, facts);
  for (const step of steps) if (step !== 'refuse') take(step, change, loops, facts, prompt);
  return steps.includes('refuse') ? 'refused' : 'done';
}

function take(
  step: Exclude<Step, 'refuse'>,
  change: Change,
  loops: Loops,
  { sessionId, operation }: RoutedFacts,
  prompt: Prompt | null,
): void {
  if (step === 'abort') change.rules.abortLoop(loops, sessionId);
  else if (step === 'end') endSession(change, loops, sessionId);
  else if (step === 'recreate') move(change, sessionId, change.rules.stateOnResume());
  if (!prompt) return;
  const loop = step === 'start' ? loops.open(sessionId) : loops.find(sessionId);
  if (step === 'store') {
    if (loop) interruptStrays(change, loop);
    storePrompt(change, sessionId, prompt, operation === 'interrupt' ? 'interrupt' : 'send');
  } else if (loop && step === 'cut') {
    cut(change, loop);
  } else if (loop && (step === 'start' || step === 'last' || step === 'next')) {
    // While the loop is starting no turn is running: an interrupt waits in its order, like a message (LIVE-8).
    loop.queue = step === 'next' && !loop.starting ? [prompt, ...loop.queue] : [...loop.queue, prompt];
    pump(change, loop);
  }
}

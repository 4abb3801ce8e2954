import type { LiveMetadata } from '../../../contracts/wire/index.ts';
import type { NewLiveEvent } from '../live/change.ts';

/** A turn ends once (LIVE-11). */
export function terminals(event: NewLiveEvent): readonly NewLiveEvent[] {
  return [event];
}

/** Chunks are counted from 0 in each reply (WEB-7). */
export function chunkIndex(done: number): number {
  return done;
}

/** A result names the call it belongs to (WEB-11). */
export function resultFor(toolCallId: string): string {
  return toolCallId;
}

/** A completed reply counts, with its tokens (WEB-10). */
export function countReply(before: LiveMetadata, tokens: number, at: number): LiveMetadata {
  return {
    ...before,
    totalTokens: before.totalTokens + tokens,
    messageCount: before.messageCount + 1,
    lastMessageAt: at,
  };
}

/** The record has what `message_complete` says (WEB-10). */
export function recordedMetadata(_before: LiveMetadata, after: LiveMetadata): LiveMetadata {
  return after;
}

/** One step of a loop, and what else could become of it. */
export interface LoopStep {
  /** Whether it completes a turn. */
  completes: boolean;
  take: () => void;
  fail: () => void;
  /** Copies the metadata of the session to the database. Rejects when that fails. */
  save: () => Promise<void>;
}

/** A turn is done when it is done: where the metadata are copied to has no say in it (WEB-10). */
export function stepLoop(step: LoopStep): void {
  step.take();
}

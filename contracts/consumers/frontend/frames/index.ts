import type { FrameInteraction } from '../../toolkit/interaction.ts';
import { feed } from './feed.ts';
import { liveJoining } from './live-joining.ts';
import { livePrompts } from './live-prompts.ts';
import { liveSession } from './live-session.ts';
import { liveTurns } from './live-turns.ts';
import { liveVerbs } from './live-verbs.ts';
import { phaseFeed } from './phase-feed.ts';
import { subscriptions } from './subscriptions.ts';
import { terminal } from './terminal.ts';

/** What the frontend hears on its three sockets, and asks there. */
export const frames: readonly FrameInteraction[] = [
  ...subscriptions,
  ...feed,
  ...phaseFeed,
  ...liveJoining,
  ...livePrompts,
  ...liveTurns,
  ...liveSession,
  ...liveVerbs,
  ...terminal,
];

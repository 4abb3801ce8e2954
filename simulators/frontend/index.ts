export { Chat, type ChatOptions } from './chat/chat.ts';
export type { ChatMessage } from './chat/transcript.ts';
export type { ChatState } from './chat/view.ts';
export * from './frontend.ts';
export { PhasePanel } from './phases/panel.ts';
export type * from './phases/results.ts';
export type * from './results.ts';
export { correctRules, type Rules } from './rules.ts';

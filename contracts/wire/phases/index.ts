export * from './events.ts';
export * from './metrics.ts';
export * from './operations.ts';
export * from './session.ts';
export * from './starts.ts';
export * from './states.ts';
export * from './texts.ts';

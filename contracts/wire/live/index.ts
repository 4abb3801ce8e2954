export * from './echo.ts';
export * from './events.ts';
export * from './frames.ts';
export * from './operations.ts';
export * from './routing.ts';
export * from './session.ts';
export * from './states.ts';
export * from './terminal.ts';

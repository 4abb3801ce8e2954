export * from './migration-operations.ts';
export * from './operations.ts';
export * from './resources.ts';
export * from './resume.ts';
export * from './states.ts';

export * from './access.ts';
export * from './frames.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './operations.ts';
export * from './problems.ts';
export * from './resources.ts';
export * from './route.ts';

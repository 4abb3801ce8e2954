export * from './coverage.ts';
export * from './event.ts';
export * from './fault-plan.ts';
export * from './header.ts';
export * from './report.ts';
export * from './verdict.ts';

export type { BrokerSource } from './broker.ts';
export { type InteractionResult, type Verification, verification } from './result.ts';
export { type VerifyOptions, verify } from './verify.ts';

import type { Pact } from '@pact-foundation/pact';

/** Parameters of a provider state, as Pact has them. */
export type JsonMap = NonNullable<Parameters<ReturnType<Pact['addInteraction']>['given']>[1]>;

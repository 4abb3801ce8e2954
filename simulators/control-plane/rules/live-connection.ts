import { liveCloseCodes } from '../../../contracts/wire/index.ts';
import type { TokenRow } from '../database/tokens.ts';

/** Who a hello is from, or why it is refused. */
export type Identity = { user: string; expiresAt: number } | 'unauthenticated' | 'forbidden';

/** How a hello is answered: nobody is connected before it is known who it is (WEB-9). */
export async function greet(hello: {
  ask: () => Promise<Identity>;
  connect: (user: string, expiresAt: number) => void;
  refuse: (reason: 'unauthenticated' | 'forbidden') => void;
}): Promise<void> {
  const identity = await hello.ask();
  if (typeof identity === 'string') hello.refuse(identity);
  else hello.connect(identity.user, identity.expiresAt);
}

/** Users of the project may talk to its live sessions, and nobody else (SAFE-1). */
export function identify(found: TokenRow | 'administrator' | null, projectId: string, now: number): Identity {
  if (found === null) return 'unauthenticated';
  if (found === 'administrator') return 'forbidden';
  if (now >= found.expiresAt) return 'unauthenticated';
  if (found.role !== 'user' || found.projectId !== projectId) return 'forbidden';
  return { user: found.subject, expiresAt: found.expiresAt };
}

/** A refusal is told by the code of the close, so that nobody tries again with the same token (WEB-14). */
export function refusalClose(reason: 'unauthenticated' | 'forbidden'): number {
  return liveCloseCodes[reason];
}

/** What comes before `connected` is not handled (WEB-9). */
export function handlesEarly(): boolean {
  return false;
}

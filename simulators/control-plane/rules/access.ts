import { access, type Caller, type OperationName, type ProblemCode } from '../../../contracts/wire/index.ts';
import type { Role, Who } from '../calls.ts';

const asCaller: Record<Role, Caller> = {
  administrator: 'administrator',
  user: 'user',
  'vm-agent': 'own vm-agent',
  daemon: 'daemon',
};

/** What a role may ask for at best: the table of the contract says (SAFE-1). */
export function roleMay(role: Role, operation: OperationName): boolean {
  return access[operation][asCaller[role]] < 400;
}

/** A token opens its own project, and no other. */
export function opensProject(token: { projectId: string }, projectId: string, _operation: OperationName): boolean {
  return token.projectId === projectId;
}

/** Of another project not even the existence shows (SAFE-1). */
export function foreignProject(): ProblemCode {
  return 'not_found';
}

/** A VM agent belongs to the session its workspace was made for, linked yet or not. */
export function mayUseSession(who: Who, session: { id: string; workspace_id: string | null }): boolean {
  if (who.role === 'user' || who.role === 'provider') return true;
  return who.role === 'vm-agent' && (who.madeFor === session.id || who.subject === session.workspace_id);
}

/** An expired token is an answer, not an accident (SAFE-1). */
export function expiredToken(): ProblemCode {
  return 'token_expired';
}

/** A refusal says why, never with which token (SAFE-4). */
export function refusalDetail(reason: string, _token: string): string {
  return reason;
}

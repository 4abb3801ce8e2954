import type { z } from 'zod';
import { nodeOperations, type ProblemCode, problem, problems } from '../../contracts/wire/index.ts';
import type { Answer, NodeCall } from '../ports.ts';

/** What a node does with what it is asked: as it should, refuse, or never answer. */
export type Conduct = 'run' | { refuse: number } | { silent: 'runs' | 'does-not-run' };

export type WorkspaceOrder = z.infer<typeof nodeOperations.createWorkspace.body> & { workspaceId: string };

/** What stands behind the node operations. */
export interface Workspaces {
  /** False when this workspace was ordered before. */
  create(order: WorkspaceOrder): boolean;
  delete(workspaceId: string): void;
}

/** Serves the node operations of the contract. */
export async function serveNode(call: NodeCall, conduct: Conduct, workspaces: Workspaces): Promise<Answer> {
  if (conduct === 'run') return carryOut(call, workspaces);
  if ('refuse' in conduct) return refusal(conduct.refuse, codeFor(conduct.refuse), 'The node refuses.');
  if (conduct.silent === 'runs') carryOut(call, workspaces);
  return new Promise(() => {});
}

function carryOut({ operation, params, body }: NodeCall, workspaces: Workspaces): Answer {
  const path = nodeOperations[operation].params.safeParse(params);
  if (!path.success) return refusal(400, 'malformed_request', path.error.message);
  const { workspaceId } = path.data;
  if (operation === 'deleteWorkspace') {
    workspaces.delete(workspaceId);
    return { status: 204, headers: {}, body: undefined };
  }
  const order = nodeOperations.createWorkspace.body.safeParse(body);
  if (!order.success) return refusal(400, 'malformed_request', order.error.message);
  const isNew = workspaces.create({ ...order.data, workspaceId });
  return { status: isNew ? 201 : 200, headers: { 'content-type': 'application/json' }, body: { workspaceId } };
}

function refusal(status: number, code: ProblemCode | undefined, detail: string): Answer {
  if (!code) return { status, headers: {}, body: undefined };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: problem(code, detail) };
}

function codeFor(status: number): ProblemCode | undefined {
  return (Object.keys(problems) as ProblemCode[]).find((code) => problems[code].status === status);
}

import { nodeOperations } from '../../../contracts/wire/index.ts';
import type { Answer, Link, NodeCall } from '../../ports.ts';
import { refusal } from '../bytes.ts';

/** What the node was told of a workspace. */
export interface Ordered {
  workspaceId: string;
  /** Of its VM agent. */
  token: string;
}

/** Two nodes that run nothing. One agrees to every workspace, the other to none. */
export interface ProviderNodes {
  /** Base URLs. */
  urls: { willing: string; unwilling: string };
  /** The last order for a task; undefined: there was none. */
  orderOf(taskId: string): Ordered | undefined;
}

/** They listen until the link is closed. */
export async function startNodes(link: Link): Promise<ProviderNodes> {
  const orders = new Map<string, Ordered>();
  const keep = ({ operation, params: { workspaceId = '' }, body }: NodeCall) => {
    if (operation !== 'createWorkspace') return;
    const { taskId, token } = nodeOperations.createWorkspace.body.parse(body);
    orders.set(taskId, { workspaceId, token });
  };
  const willing = await link.listen(async (call): Promise<Answer> => {
    keep(call);
    if (call.operation === 'deleteWorkspace') return { status: 204, headers: {}, body: undefined };
    return { status: 201, headers: {}, body: { workspaceId: call.params.workspaceId } };
  });
  const unwilling = await link.listen(async (call) => {
    keep(call);
    return refusal('unavailable', 'This node runs no workspaces.');
  });
  return { urls: { willing: willing.url, unwilling: unwilling.url }, orderOf: (taskId) => orders.get(taskId) };
}

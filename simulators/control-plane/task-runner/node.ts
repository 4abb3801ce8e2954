import type { Order } from '../calls.ts';

/** Milliseconds a node may take to answer. */
export const nodeTimeout = 30_000;

/** Asks the node to run a workspace. Idempotent. @throws when it did not agree; it may run it all the same. */
export async function createWorkspace(
  order: Order,
  workspaceId: string,
  token: string,
  timeout: number,
): Promise<void> {
  const { projectId, taskId, sessionId, prompt } = order;
  const body = JSON.stringify({ projectId, taskId, sessionId, token, prompt });
  const headers = { 'content-type': 'application/json' };
  const status = await ask(urlOf(order, workspaceId), { method: 'PUT', headers, body }, Math.min(timeout, nodeTimeout));
  if (status !== 200 && status !== 201) throw new Error(`The node answered ${status}.`);
}

/** Asks the node to stop a workspace. Idempotent. @throws when it did not agree. */
export async function deleteWorkspace(order: Order, workspaceId: string): Promise<void> {
  const status = await ask(urlOf(order, workspaceId), { method: 'DELETE' }, nodeTimeout);
  if (status !== 204) throw new Error(`The node answered ${status}.`);
}

function urlOf(order: Order, workspaceId: string): string {
  return `${order.nodeUrl.replace(/\/+$/, '')}/workspaces/${workspaceId}`;
}

async function ask(url: string, init: RequestInit, timeout: number): Promise<number> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The node did not answer within ${timeout} ms.`));
      controller.abort();
    }, timeout);
  });
  const answer = async () => {
    const response = await fetch(url, { ...init, signal: controller.signal });
    await response.arrayBuffer();
    return response.status;
  };
  try {
    return await Promise.race([answer(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

import type { NewMessage } from '../../contracts/wire/index.ts';

/** A workspace as it was ordered. */
export interface Workspace {
  workspaceId: string;
  projectId: string;
  taskId: string;
  sessionId: string;
  prompt: { messageId: string; content: string };
}

/** What the agent must know of a workspace after a restart. */
export interface WorkspaceRecord {
  workspace: Workspace;
  token: string;
  running: boolean;
  /** unauthorized: waits for a new token. ended: the session takes no more, or an answer was final. */
  reporting: 'on' | 'unauthorized' | 'ended';
  completion: 'none' | 'wanted' | 'done';
  /** Nothing is sent before this time (milliseconds): `Retry-After` binds a restarted agent too. */
  notBefore: number;
}

/** A message the provider will not take, with its reason. Kept, and never sent again. */
export interface SetAside {
  message: NewMessage;
  status: number;
  code: string | null;
}

/** Records under keys, in the order of their first append. */
export interface Shelf<Item> {
  /** Under a key that exists, the item takes the place of the older one. */
  append(key: string, item: Item): void;
  remove(key: string): void;
  load(): Item[];
}

/** What survives the process of the agent. */
export interface Disk {
  workspaces: Shelf<WorkspaceRecord>;
  outbox(workspaceId: string): Shelf<NewMessage>;
  setAside(workspaceId: string): Shelf<SetAside>;
}

class MemoryShelf<Item> implements Shelf<Item> {
  // Text, as on a real disk: what is loaded shares nothing with what was appended.
  readonly #items = new Map<string, string>();

  append(key: string, item: Item): void {
    this.#items.set(key, JSON.stringify(item));
  }

  remove(key: string): void {
    this.#items.delete(key);
  }

  load(): Item[] {
    return [...this.#items.values()].map((text) => JSON.parse(text) as Item);
  }
}

/** A disk that lives as long as the one who holds it. */
export class MemoryDisk implements Disk {
  readonly workspaces: Shelf<WorkspaceRecord> = new MemoryShelf();
  readonly #outboxes = new Map<string, Shelf<NewMessage>>();
  readonly #setAside = new Map<string, Shelf<SetAside>>();

  outbox(workspaceId: string): Shelf<NewMessage> {
    return shelfOf(this.#outboxes, workspaceId);
  }

  setAside(workspaceId: string): Shelf<SetAside> {
    return shelfOf(this.#setAside, workspaceId);
  }
}

function shelfOf<Item>(shelves: Map<string, Shelf<Item>>, name: string): Shelf<Item> {
  const shelf = shelves.get(name) ?? new MemoryShelf<Item>();
  shelves.set(name, shelf);
  return shelf;
}

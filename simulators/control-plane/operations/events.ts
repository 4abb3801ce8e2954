import { type Ask, projectDataOf } from './handler.ts';
import { upgrade } from './upgrade.ts';

export async function events(ask: Ask): Promise<Response> {
  return upgrade(ask.request, projectDataOf(ask), 'events', { 'x-token-expires-at': String(ask.caller.expiresAt) });
}

const bytesOf = new TextEncoder();

/** SHA-256 in hexadecimal. Tokens are stored as this only, so that a copy of the database opens nothing. */
export async function digest(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf.encode(text)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Takes the same time wherever two digests differ. */
export function sameDigest(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index++) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

/** A new token and the digest under which it is stored. */
export async function mintToken(): Promise<{ token: string; hash: string }> {
  const token = `tok_${crypto.randomUUID()}`;
  return { token, hash: await digest(token) };
}

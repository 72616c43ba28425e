/** SHA-256 in hexadecimal. Browsers offer it on https and localhost only: canDigest tells. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const canDigest = (): boolean => globalThis.crypto?.subtle !== undefined;

import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 where the browser has none of its own: on pages that came neither over TLS nor from this machine. */
export const sha256Of = (bytes: Uint8Array): Uint8Array => sha256(bytes);

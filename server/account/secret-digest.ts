import { createHash } from 'node:crypto';

/**
 * Form in which the secret of a token, an invitation or a link is kept: its sha256, in hexadecimal digits. These secrets
 * are at least 192 random bits, which need no slow hash; passwords do.
 */
export const secretDigest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

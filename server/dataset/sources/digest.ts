import { z } from 'zod';

/** Names an uploaded file. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hexadecimal');

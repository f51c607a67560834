import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** This package's folder, also when the code that asks runs from a bundle elsewhere. */
export const prismaFolder = dirname(createRequire(import.meta.url).resolve('@fiducial/prisma/package.json'));

// Plain, because "npm start" throws it too, before anything is installed that reads TypeScript.
export { SetUpError } from './plain-set-up-error.mjs';

/** Exit code of a process that cannot start as it is configured, from sysexits.h: whoever keeps it running does not try again. */
export const configurationError = 78;

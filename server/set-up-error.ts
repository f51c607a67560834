// Plain, because "npm start" throws it too, before anything is installed that reads TypeScript.
export { SetUpError } from './plain-set-up-error.mjs';

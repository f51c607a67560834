import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rootFolder } from './root-folder.mjs';
import { exitWithSentence, SetUpError } from './set-up/set-up-error.mjs';

const command = join(rootFolder, 'server', 'dist', 'command.js');

// What an administrator runs beside the product: `npm run fiducial -- NAME …`.
if (existsSync(command)) await import(pathToFileURL(command).href);
else exitWithSentence(new SetUpError('Not built yet. Run "npm run set-up" first; "npm start" does it, too.'));

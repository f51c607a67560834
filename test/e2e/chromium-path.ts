import { existsSync } from 'node:fs';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser that set-up found, else an installed one; undefined leaves the choice to Playwright. */
export const chromium = process.env.FIDUCIAL_CHROMIUM || installed.find((path) => existsSync(path));

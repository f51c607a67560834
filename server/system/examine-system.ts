import type { Examination, Verdict } from '../doctor/examination';
import { databaseExaminations } from '../doctor/examine-database';
import { placeExaminations } from '../doctor/examine-place';
import { env, requireDatabaseUrl } from '../env';
import { log } from '../log';

/** What came of one examination. */
export interface Finding extends Verdict {
  readonly title: string;
}

/** Findings are told again for so long: everybody who looks at them asks disk and database the same. */
const freshMs = 5000;
let latest: { readonly at: number; readonly findings: Promise<readonly Finding[]> } | undefined;

/**
 * Examines folders, port, encryption and database of this server, as `fiducial doctor` does, at most every 5 s. Names no
 * folder: those who administer a team need not know the machine.
 */
export function examineSystem(): Promise<readonly Finding[]> {
  const now = performance.now();
  if (!latest || now - latest.at > freshMs) {
    const examinations = [...placeExaminations, ...databaseExaminations(requireDatabaseUrl())];
    latest = { at: now, findings: Promise.all(examinations.map(find)) };
  }
  return latest.findings;
}

async function find({ title, examine }: Examination): Promise<Finding> {
  const { state, words, todo } = await examine().catch((error: Error): Verdict => {
    log.warn({ err: error }, `examining: ${title}`);
    return { state: 'broken', words: 'it could not be looked at; the log of the server says why' };
  });
  return { title, state, words: withoutFolders(words), ...(todo && { todo: withoutFolders(todo) }) };
}

/** The store may lie within the data folder, so that its name is taken out first. */
function withoutFolders(words: string): string {
  return words.replaceAll(env.artifactFolder, 'its folder').replaceAll(env.dataFolder, 'its folder');
}

import type { Examination, Verdict } from '../doctor/examination';
import { databaseExaminations } from '../doctor/examine-database';
import { placeExaminations } from '../doctor/examine-place';
import { requireDatabaseUrl } from '../env';

/** What came of one examination. */
export interface Finding extends Verdict {
  readonly title: string;
}

/** Findings are told again for so long: everybody who looks at them asks disk and database the same. */
const freshMs = 5000;
let latest: { readonly at: number; readonly findings: Promise<readonly Finding[]> } | undefined;

/** Examines folders, port, encryption and database of this server, as `fiducial doctor` does, at most every 5 s. */
export function examineSystem(): Promise<readonly Finding[]> {
  const now = performance.now();
  if (!latest || now - latest.at > freshMs) {
    const examinations = [...placeExaminations, ...databaseExaminations(requireDatabaseUrl())];
    latest = { at: now, findings: Promise.all(examinations.map(find)) };
  }
  return latest.findings;
}

async function find({ title, examine }: Examination): Promise<Finding> {
  const verdict = await examine().catch(
    (error: Error): Verdict => ({ state: 'broken', words: error.message }),
  );
  return { title, ...verdict };
}

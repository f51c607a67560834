import { lostStatuses, pendingWords } from '../parts/thing-name';
import { typeTitles } from '../text/names';

interface Thing {
  readonly __typename: string;
  readonly run: { readonly status: string };
}

/** Whether a thing never came to be: of two with one name the other one is meant. */
export function isLost({ run }: Thing): boolean {
  return lostStatuses.has(run.status);
}

/** What a thing is, and what keeps it from being there: "Detector", "Detector, cancelled". */
export function kindInWords({ __typename, run }: Thing): string {
  const kind = typeTitles[__typename] ?? '';
  const pending = pendingWords[run.status];
  return pending ? `${kind}, ${pending}` : kind;
}

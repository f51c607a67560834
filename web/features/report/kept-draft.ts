import type { Draft } from './draft';
import type { BlockSource } from './report-documents';

/** What was written and not saved, kept by the browser until its tab is closed. */
export interface KeptDraft {
  readonly title: string;
  readonly sources: readonly BlockSource[];
}

const keyOf = (id: string): string => `report ${id}`;

/** Keeps a draft, or forgets it once it is saved. */
export function keepDraft(id: string, draft: Draft | null): void {
  try {
    if (!draft) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), JSON.stringify(keptOf(draft)));
  } catch {
    // A browser that keeps nothing: the page still asks before it is left.
  }
}

const keptOf = ({ title, blocks }: Draft): KeptDraft => ({
  title,
  sources: blocks.map(({ source }) => source),
});

/** The draft that was kept; null where there is none. */
export function keptDraft(id: string): KeptDraft | null {
  try {
    const kept = sessionStorage.getItem(keyOf(id));
    return kept ? (JSON.parse(kept) as KeptDraft) : null; // written above
  } catch {
    return null;
  }
}

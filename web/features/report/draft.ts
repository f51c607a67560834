import type { BlockSource } from './report-documents';

/** A block that is being written; `key` tells it from others wherever it stands. */
export interface DraftBlock {
  readonly key: number;
  readonly source: BlockSource;
}

/** A report that is being written. */
export interface Draft {
  readonly title: string;
  readonly blocks: readonly DraftBlock[];
  /** The next key. */
  readonly next: number;
}

/** What can be done to it. */
export type DraftStep =
  | { readonly do: 'rename'; readonly title: string }
  | { readonly do: 'add'; readonly source: BlockSource; readonly at: number }
  | { readonly do: 'put back'; readonly block: DraftBlock; readonly at: number }
  | { readonly do: 'change'; readonly key: number; readonly source: BlockSource }
  | { readonly do: 'move'; readonly key: number; readonly by: -1 | 1 }
  | { readonly do: 'remove'; readonly key: number }
  | { readonly do: 'take'; readonly title: string; readonly sources: readonly BlockSource[] };

/** A draft of what is saved. */
export function draftOf(title: string, sources: readonly BlockSource[], first = 0): Draft {
  return {
    title,
    blocks: sources.map((source, at) => ({ key: first + at, source })),
    next: first + sources.length,
  };
}

/** The draft after a step. */
export function stepDraft(draft: Draft, step: DraftStep): Draft {
  const { blocks, next } = draft;
  switch (step.do) {
    case 'rename':
      return { ...draft, title: step.title };
    case 'add':
      return {
        ...draft,
        blocks: blocks.toSpliced(step.at, 0, { key: next, source: step.source }),
        next: next + 1,
      };
    case 'put back':
      return { ...draft, blocks: blocks.toSpliced(step.at, 0, step.block) };
    case 'change':
      return {
        ...draft,
        blocks: blocks.map((block) => (block.key === step.key ? { ...block, source: step.source } : block)),
      };
    case 'move':
      return { ...draft, blocks: moved(blocks, step) };
    case 'remove':
      return { ...draft, blocks: blocks.filter(({ key }) => key !== step.key) };
    case 'take':
      // New keys: forms that hold what was typed are made anew.
      return draftOf(step.title, step.sources, next);
  }
}

function moved(
  blocks: readonly DraftBlock[],
  { key, by }: { readonly key: number; readonly by: -1 | 1 },
): readonly DraftBlock[] {
  const from = blocks.findIndex((block) => block.key === key);
  const block = blocks[from];
  const to = from + by;
  if (!block || to < 0 || to >= blocks.length) return blocks;
  return blocks.toSpliced(from, 1).toSpliced(to, 0, block);
}

/** What a draft says, without its keys: two that say the same are equal as text. */
export function draftText({ title, blocks }: Draft): string {
  return JSON.stringify({ title, blocks: blocks.map(({ source }) => source) });
}

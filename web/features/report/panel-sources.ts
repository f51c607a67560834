import type { Kind } from './block-kinds';
import type { BlockSource } from './report-documents';

/** The options of one kind of block, as they are written. */
export type SourceOf<Name extends Kind> = Extract<BlockSource, Record<Name, unknown>>[Name];

import { checkIndex } from '../check-index';
import type { ReportBlock } from './report-blocks';

/** A block with its place in its report, from 0. */
export interface PlacedBlock {
  readonly block: ReportBlock;
  readonly place: number;
}

/** The blocks at the places asked for, all of them where none are. @throws {InvalidInputError} for a place that is none */
export function someBlocks(
  blocks: readonly ReportBlock[],
  at: readonly number[] | null | undefined,
): PlacedBlock[] {
  const places = at ?? blocks.map((_, place) => place);
  return places.flatMap((place) => {
    const block = blocks[checkIndex(place, blocks.length, 'at')];
    return block ? [{ block, place }] : [];
  });
}

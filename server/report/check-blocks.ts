import type { Transaction } from '@fiducial/prisma/client';
import { InvalidInputError, LimitError } from '../user-error';
import { blockOf, type IdField, idsIn } from './block-source';
import type { GivenBlock } from './report-block-inputs';
import { mostBlocks, mostCharacters, type ReportBlock } from './report-blocks';

/**
 * Blocks as they are to be stored.
 *
 * @throws {InvalidInputError} for a block that is not as expected, naming it
 * @throws {LimitError} for too many of them, or too much text
 */
export function checkBlocks(given: readonly GivenBlock[]): ReportBlock[] {
  if (given.length > mostBlocks)
    throw new LimitError(`blocks: expected at most ${mostBlocks}, got ${given.length}`);
  const blocks = given.map((block, at) => blockOf(block, `blocks.${at}`));
  const characters = blocks.reduce(
    (sum, block) => sum + (block.kind === 'text' ? block.markdown.length : 0),
    0,
  );
  if (characters > mostCharacters)
    throw new LimitError(`blocks: expected at most ${mostCharacters} characters of text, got ${characters}`);
  return blocks;
}

const nouns = {
  evaluationId: 'an evaluation',
  evaluationIds: 'evaluations',
  attackSetId: 'an attack set',
  runIds: 'runs',
} as const satisfies Record<IdField, string>;

/**
 * Looks whether everything that blocks name lies in their project. What the report named before, `known`, may have been
 * deleted since: who changes a word elsewhere does not have to take it out.
 *
 * @throws {InvalidInputError} naming the first block that does not
 */
export async function checkBelonging(
  tx: Transaction,
  projectId: string,
  {
    blocks,
    known = [],
  }: { readonly blocks: readonly ReportBlock[]; readonly known?: readonly ReportBlock[] },
): Promise<void> {
  const old = new Set(known.flatMap(idsIn).flatMap(({ ids }) => ids));
  const named = blocks.flatMap((block, at) =>
    idsIn(block).map(({ field, ids }) => ({
      field,
      ids: ids.filter((id) => !old.has(id)),
      place: `blocks.${at}.${block.kind}.${field}`,
    })),
  );
  const there = await idsInProject(tx, projectId, named);
  for (const { field, ids, place } of named)
    if (ids.some((id) => !there.has(id)))
      throw new InvalidInputError(
        `${place}: expected ${nouns[field]} of the report’s project, got what is not there or was deleted`,
        { field: place },
      );
}

async function idsInProject(
  tx: Transaction,
  projectId: string,
  named: readonly { readonly field: IdField; readonly ids: readonly string[] }[],
): Promise<ReadonlySet<string>> {
  const idsOf = (...fields: IdField[]) => [
    ...new Set(named.flatMap(({ field, ids }) => (fields.includes(field) ? ids : []))),
  ];
  const query = (ids: string[]) => ({ where: { id: { in: ids }, projectId }, select: { id: true } });
  const found = [
    await tx.evaluation.findMany(query(idsOf('evaluationId', 'evaluationIds'))),
    await tx.attackSet.findMany(query(idsOf('attackSetId'))),
    await tx.run.findMany(query(idsOf('runIds'))),
  ];
  return new Set(found.flat().map(({ id }) => id));
}

import { encodeGlobalID } from '../graphql/global-id';
import { invalidInput } from '../user-error';
import type { GivenBlock } from './report-block-inputs';
import { type BlockKind, type ReportBlock, reportBlock } from './report-blocks';

/** Fields of blocks that are ids, and of what. */
const idFields = {
  evaluationId: 'Evaluation',
  evaluationIds: 'Evaluation',
  attackSetId: 'AttackSet',
  runIds: 'Run',
} as const;

/** Fields of blocks that are ids. */
export type IdField = keyof typeof idFields;

const isIdField = (name: string): name is IdField => name in idFields;

/** Denominators as `Denominator` of the schema names them. */
const denominatorNames = {
  successful: 'SUCCESSFUL',
  allAttacked: 'ALL_ATTACKED',
  withErrors: 'WITH_ERRORS',
} as const;

/** A block as it is to be stored; `place` is where it stands, such as `blocks.2`. @throws {InvalidInputError} */
export function blockOf(given: GivenBlock, place: string): ReportBlock {
  // Exactly one field is given: the schema says so.
  const [[kind, fields] = ['', {}]] = Object.entries(given);
  const plain = Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, value]) => [name, isIdField(name) ? keysOf(value) : value]),
  );
  const { success, data, error } = reportBlock.safeParse({ ...plain, kind });
  if (success) return data;
  throw invalidInput(error, place, kind);
}

/** Keys of global ids that were read. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  return value && typeof value === 'object' && 'id' in value ? value.id : value;
}

/** A stored block as `ReportBlockInput` takes it. */
export function sourceOf({ kind, ...fields }: ReportBlock): { [Kind in BlockKind]?: object } {
  const written = Object.entries(fields).map(([name, value]) => {
    if (isIdField(name)) return [name, globalIds(idFields[name], value)];
    if (name === 'over') return [name, denominatorNames[value as keyof typeof denominatorNames]]; // as the block’s schema has it
    return [name, value];
  });
  return { [kind]: Object.fromEntries(written) };
}

function globalIds(type: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => globalIds(type, one));
  return typeof value === 'string' ? encodeGlobalID(type, value) : value;
}

/** Ids of rows that a block names, by field. */
export function idsIn(
  block: ReportBlock,
): readonly { readonly field: IdField; readonly ids: readonly string[] }[] {
  return Object.entries(block).flatMap(([name, value]) => {
    if (!isIdField(name) || value === null) return [];
    return [{ field: name, ids: ([] as string[]).concat(value as string | string[]) }]; // as the block’s schema has it
  });
}

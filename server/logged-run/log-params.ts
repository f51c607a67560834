import type { Prisma, Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { isOneLine, saidBack } from '../name';
import { type FlatParam, flatParams, mostNameCharacters, searchedBy } from '../run/flat-params';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError, LimitError } from '../user-error';
import { holdLoggedRun } from './logged-run';

const mostParams = 1000;
/** Most bytes of all parameters of a run, as JSON: lists of many runs carry them. */
const mostParamBytes = 256 * 1024;

/**
 * Adds parameters to a logged run. One that is there with another value stays as it is, and all are refused, unless
 * `replace` says otherwise: what a run was made with does not change unseen.
 *
 * @throws {ConflictError} for a parameter that is there with another value
 */
export async function logParams(
  context: ApiContext,
  { runId, params, replace }: { runId: string; params: unknown; replace: boolean },
): Promise<{ id: string; projectId: string }> {
  const flat = checkParams(params);
  return inTransaction(context.prisma, async (tx) => {
    const { id, projectId } = await holdLoggedRun(tx, context, runId);
    const before = await writeParams(tx, { id, projectId }, flat);
    if (!replace) refuseChanges(before, flat);
    return { id, projectId };
  });
}

/** Parameters given as a JSON object, under their paths. @throws {InvalidInputError} @throws {LimitError} */
export function checkParams(params: unknown): FlatParam[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new InvalidInputError('params: expected an object of names and values', { field: 'params' });
  refuseUnkept(params, [], new Set());
  const flat = flatParams(params);
  if (flat.length > mostParams)
    throw new LimitError(`params: expected at most ${mostParams}, got ${flat.length}`);
  const bytes = Buffer.byteLength(JSON.stringify(paramsOf(flat)));
  if (bytes > mostParamBytes) throw tooLarge(bytes);
  return flat;
}

function tooLarge(bytes: number): LimitError {
  return new LimitError(
    `params: expected at most ${mostParamBytes / 1024} KiB in a run, got ${Math.ceil(bytes / 1024)} KiB: log a file for what is larger`,
  );
}

/**
 * Walks through parameters, so that none of them is another one afterwards.
 *
 * @throws {InvalidInputError} for a number that no double holds, a path that is too long, and two parameters of one path
 */
function refuseUnkept(value: unknown, path: readonly string[], seen: Set<string>): void {
  const name = path.join('.');
  const refuse = (what: string): never => {
    const field = isOneLine(name) ? ['params', name.slice(0, 100)].filter(Boolean).join('.') : 'params';
    throw new InvalidInputError(`${field}: expected ${what}`, { field });
  };
  if (typeof value === 'number' && !Number.isFinite(value))
    refuse(`a number that a double holds, got ${value}`);
  if (Array.isArray(value)) for (const inner of value) refuseUnkept(inner, path, new Set());
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) refuseUnkept(inner, [...path, key], seen);
    return;
  }
  if (!isOneLine(name)) refuse(`names of one line, got ${saidBack(name)}`);
  if (name.length > mostNameCharacters)
    refuse(`a path of at most ${mostNameCharacters} characters, got ${name.length}`);
  if (seen.has(name)) refuse('each parameter once, got two of this path');
  seen.add(name);
}

/** Checked parameters as a run's row holds them: values by their paths. */
export function paramsOf(flat: readonly FlatParam[]): Prisma.InputJsonObject {
  return Object.fromEntries(flat.map(({ name, value }) => [name, value as Prisma.InputJsonValue])); // they came as JSON
}

/** Texts of parameters, by name. */
type Texts = Readonly<Record<string, string>>;

/**
 * Writes checked parameters to the run's row, and where runs are searched, over those that are there; returns what these were.
 *
 * @throws {LimitError}
 */
async function writeParams(
  tx: Transaction,
  { id, projectId }: { readonly id: string; readonly projectId: string },
  flat: readonly FlatParam[],
): Promise<Texts> {
  if (flat.length === 0) return {};
  const params = JSON.stringify(paramsOf(flat));
  // What a statement writes, its other parts do not see.
  const [row] = await tx.$queryRaw<{ before: Texts | null; count: number; bytes: number }[]>`
    WITH given AS (
      SELECT name, text, number FROM json_to_recordset(${searchedBy(flat)}::json) AS b(name text, text text, number float8)
    ), kept AS (
      UPDATE "Run" SET params = params || ${params}::jsonb WHERE id = ${id}::uuid
      RETURNING octet_length(params::text) AS bytes
    ), written AS (
      INSERT INTO "RunParam" ("runId", "projectId", name, text, number)
      SELECT ${id}::uuid, ${projectId}::uuid, name, text, number FROM given
      ON CONFLICT ("runId", name) DO UPDATE SET text = excluded.text, number = excluded.number
    )
    SELECT json_object_agg(p.name, p.text) FILTER (WHERE given.name IS NOT NULL) AS before,
      (count(*) + ${flat.length} - count(given.name))::int AS count, (SELECT bytes FROM kept) AS bytes
    FROM "RunParam" p LEFT JOIN given USING (name) WHERE p."runId" = ${id}::uuid`;
  const count = row?.count ?? 0;
  if (count > mostParams)
    throw new LimitError(`params: expected at most ${mostParams} in a run, got ${count}`);
  if (row && row.bytes > mostParamBytes) throw tooLarge(row.bytes);
  return row?.before ?? {};
}

function refuseChanges(before: Texts, flat: readonly FlatParam[]): void {
  const textOf = (name: string) => (Object.hasOwn(before, name) ? before[name] : undefined);
  const changed = flat.find(({ name, text }) => (textOf(name) ?? text) !== text);
  if (changed)
    throw new ConflictError(
      `params.${changed.name}: expected ${textOf(changed.name)?.slice(0, 100)}, as it was logged before, got ${changed.text.slice(0, 100)}; replace: true puts it in its place`,
    );
}

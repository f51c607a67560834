import type { Prisma, Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { type FlatParam, flatParams, writeFlatParams } from '../run/flat-params';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError, LimitError } from '../user-error';
import { findLoggedRun, holdLoggedRun } from './logged-run';

const mostParams = 1000;

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
  const { id, projectId } = await findLoggedRun(context, runId);
  await inTransaction(context.prisma, async (tx) => {
    await holdLoggedRun(tx, id);
    if (!replace) await refuseChanges(tx, id, flat);
    await writeParams(tx, { id, projectId }, flat);
  });
  return { id, projectId };
}

/** Parameters given as a JSON object, under their paths. @throws {InvalidInputError} @throws {LimitError} */
export function checkParams(params: unknown): FlatParam[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new InvalidInputError('params: expected an object of names and values', { field: 'params' });
  const flat = flatParams(params);
  if (flat.length > mostParams)
    throw new LimitError(`params: expected at most ${mostParams}, got ${flat.length}`);
  return flat;
}

/** Checked parameters as a run's row holds them: values by their paths. */
export function paramsOf(flat: readonly FlatParam[]): Prisma.InputJsonObject {
  return Object.fromEntries(flat.map(({ name, value }) => [name, value as Prisma.InputJsonValue])); // they came as JSON
}

/** Writes checked parameters to the run's row, and where runs are searched. @throws {LimitError} */
export async function writeParams(
  tx: Transaction,
  run: { readonly id: string; readonly projectId: string },
  flat: readonly FlatParam[],
): Promise<void> {
  if (flat.length === 0) return;
  const params = JSON.stringify(paramsOf(flat));
  await tx.$executeRaw`UPDATE "Run" SET params = params || ${params}::jsonb WHERE id = ${run.id}::uuid`;
  await writeFlatParams(tx, run, flat);
  const count = await tx.runParam.count({ where: { runId: run.id } });
  if (count > mostParams)
    throw new LimitError(`params: expected at most ${mostParams} in a run, got ${count}`);
}

async function refuseChanges(tx: Transaction, runId: string, flat: readonly FlatParam[]): Promise<void> {
  const there = await tx.runParam.findMany({ where: { runId, name: { in: flat.map(({ name }) => name) } } });
  const texts = new Map(there.map(({ name, text }) => [name, text]));
  const changed = flat.find(({ name, text }) => (texts.get(name) ?? text) !== text);
  if (changed)
    throw new ConflictError(
      `params.${changed.name}: expected ${texts.get(changed.name)?.slice(0, 100)}, as it was logged before, got ${changed.text.slice(0, 100)}; replace: true puts it in its place`,
    );
}

import type { Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findRun } from '../launch/find-things';
import { checkLine, checkReadable } from '../name';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError, LimitError } from '../user-error';
import { holdRuns } from './hold-runs';

const mostNotesCharacters = 20_000;
const mostTagCharacters = 250;
/** Tags that a run may carry. */
export const mostTags = 100;

/** A tag: a key and what it says, such as `dataset` and `cifar-10`; the latter may be empty. */
export interface TagInput {
  readonly key: string;
  readonly value: string;
}

/** Puts tags on a run of any kind, over those of the same keys, and takes others away. */
export async function setTags(
  context: ApiContext,
  { runId, tags, remove }: { runId: string; tags: readonly TagInput[]; remove: readonly string[] },
): Promise<{ id: string }> {
  const checked = checkTags(tags);
  const run = await findRun(context, runId);
  await inTransaction(context.prisma, async (tx) => {
    // Locked: two that add tags at once are counted one after the other.
    await holdRuns(tx, { projectId: run.projectId, ids: [run.id] }, { alone: true });
    if (remove.length > 0) await tx.runTag.deleteMany({ where: { runId: run.id, key: { in: [...remove] } } });
    await writeTags(tx, run, checked);
  });
  return run;
}

/**
 * Replaces what people wrote about a run of any kind; where `expected` is told, only if that still stands there.
 *
 * @throws {ConflictError}
 */
export async function setNotes(
  context: ApiContext,
  { runId, notes, expected }: { runId: string; notes: string; expected?: string | null | undefined },
): Promise<{ id: string }> {
  const checked = checkNotes(notes);
  const run = await findRun(context, runId);
  const unchanged = typeof expected === 'string' ? { notes: expected } : {};
  // One statement: of two who replace the same words, one is told.
  const { count } = await context.prisma.run.updateMany({
    where: { id: run.id, ...unchanged },
    data: { notes: checked },
  });
  if (count === 0) throw new ConflictError('Somebody changed the notes after you had read them.');
  return run;
}

/** Tags as given, the last of each key. @throws {InvalidInputError} */
export function checkTags(tags: readonly TagInput[]): TagInput[] {
  for (const [at, { key, value }] of tags.entries()) {
    if (key.trim().length < 1 || key.length > mostTagCharacters)
      throw wrongTag(`tags.${at}.key`, `1 to ${mostTagCharacters}`, key.trim().length);
    if (value.length > mostTagCharacters)
      throw wrongTag(`tags.${at}.value`, `at most ${mostTagCharacters}`, value.length);
    checkReadable(key, `tags.${at}.key`);
    checkLine(value, `tags.${at}.value`);
  }
  return [...new Map(tags.map((tag) => [tag.key, tag])).values()];
}

function wrongTag(field: string, expected: string, got: number): InvalidInputError {
  return new InvalidInputError(`${field}: expected ${expected} characters, got ${got}`, { field });
}

/** @throws {InvalidInputError} for notes that are too long */
export function checkNotes(notes: string): string {
  if (notes.length <= mostNotesCharacters) return notes;
  throw new InvalidInputError(
    `notes: expected at most ${mostNotesCharacters} characters, got ${notes.length}`,
    { field: 'notes' },
  );
}

/** Writes checked tags to a run. @throws {LimitError} */
export async function writeTags(
  tx: Transaction,
  { id, projectId }: { readonly id: string; readonly projectId: string },
  tags: readonly TagInput[],
): Promise<void> {
  if (tags.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "RunTag" ("runId", "projectId", key, value)
    SELECT ${id}::uuid, ${projectId}::uuid, b.key, b.value
    FROM json_to_recordset(${JSON.stringify(tags.map(({ key, value }) => ({ key, value })))}::json) AS b(key text, value text)
    ON CONFLICT ("runId", key) DO UPDATE SET value = excluded.value`;
  const count = await tx.runTag.count({ where: { runId: id } });
  if (count > mostTags) throw new LimitError(`tags: expected at most ${mostTags} on a run, got ${count}`);
}

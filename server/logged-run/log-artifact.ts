import type { ApiContext } from '../graphql/context';
import { findRun } from '../launch/find-things';
import { inTransaction } from '../transaction';
import { completedUploads } from '../upload/uploads';
import { ConflictError, InvalidInputError } from '../user-error';
import { holdLoggedRun } from './logged-run';

const mostNameCharacters = 300;

/**
 * Gives a logged run a file whose upload is complete, under a name such as `checkpoints/epoch-3.bin`.
 *
 * @throws {ConflictError} when the name is another file's already, unless `replace`
 */
export async function logArtifact(
  context: ApiContext,
  {
    runId,
    uploadId,
    name: wanted,
    replace,
  }: { runId: string; uploadId: string; name?: string | null | undefined; replace: boolean },
): Promise<{ id: string; projectId: string }> {
  const { id, projectId } = await findRun(context, runId);
  const [upload] = await completedUploads(context, { projectId, ids: [uploadId] });
  const name = checkArtifactName(wanted || upload?.fileName || '');
  const digest = upload?.digest ?? '';
  await inTransaction(context.prisma, async (tx) => {
    await holdLoggedRun(tx, context, id);
    const there = await tx.runArtifact.findUnique({ where: { runId_name: { runId: id, name } } });
    if (there?.digest === digest) return;
    if (there && !replace)
      throw new ConflictError(
        `name: “${name}” is another file of this run already; replace: true puts it in its place`,
      );
    await tx.runArtifact.upsert({
      where: { runId_name: { runId: id, name } },
      create: { runId: id, name, digest },
      update: { digest },
    });
  });
  return { id, projectId };
}

function checkArtifactName(name: string): string {
  const parts = name.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // No control characters, and nothing that turns the direction of writing.
  if (plain && name.length <= mostNameCharacters && !/[\p{Cc}\p{Cf}\\]/u.test(name)) return name;
  throw new InvalidInputError(
    `name: expected parts joined by /, at most ${mostNameCharacters} characters, got ${JSON.stringify(name.slice(0, 60))}`,
    { field: 'name' },
  );
}

import type { Transaction, Upload } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findProject, found } from '../launch/find-things';
import { saidBack } from '../name';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError, LimitError, NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import { uploadKinds } from './check/upload-kinds';

/** Larger files take long enough for connections to break: their addresses are good for a day, and they are gone on with. */
const resumedBytes = 50e6;
const minutesValid = 30;
const minutesValidResumed = 24 * 60;
/** How long a request may wait for the check of a file. */
const patienceMs = 7000;

/** A file that somebody announces; `bytes` and `sha256` (hexadecimal) are held against what arrives. */
export interface BeginUploadInput {
  readonly projectId: string;
  readonly kind: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** An upload with the team whose it is. */
export type TeamUpload = Upload & { readonly project: { readonly teamId: string } };

const withTeam = { project: { select: { teamId: true } } } as const;

/** Of an upload: neither taken, nor refused, nor too late. */
const open = () => ({ completedAt: null, refusal: null, expiresAt: { gt: new Date() } });

/**
 * Announces a file; its bytes are then sent to an address, which is good for 30 minutes (a day above 50 MB) and these
 * bytes only. Whoever announces a large file again of which some bytes have come gets the same upload back.
 *
 * @throws {InvalidInputError} for a kind that there is not, and a name, size or sha256 that is none
 * @throws {LimitError} when the team has too many uploads that are not finished
 */
export async function beginUpload(context: ApiContext, input: BeginUploadInput): Promise<TeamUpload> {
  const project = await findProject(context, input.projectId);
  checkAnnounced(input, context.uploads.limits.mostBytes);
  const { fileName, bytes, sha256: digest, kind } = input;
  const announced = {
    projectId: project.id,
    kind,
    fileName,
    bytes,
    digest,
    createdById: context.viewer.id,
    tokenId: context.viewer.tokenId ?? null,
  };
  const large = bytes > resumedBytes;
  const before = large ? await begunBefore(context, announced) : undefined;
  if (before) return before;
  const minutes = large ? minutesValidResumed : minutesValid;
  return inTransaction(context.prisma, async (tx) => {
    await holdPlace(tx, project.teamId, context.uploads.limits.mostOpen);
    const expiresAt = new Date(Date.now() + minutes * 60_000);
    return tx.upload.create({ data: { ...announced, expiresAt }, include: withTeam });
  });
}

function checkAnnounced({ kind, fileName, bytes, sha256 }: BeginUploadInput, mostBytes: number): void {
  if (!uploadKinds.includes(kind))
    throw new InvalidInputError(`kind: expected one of ${uploadKinds.join(', ')}, got ${saidBack(kind)}`, {
      field: 'kind',
    });
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new InvalidInputError('sha256: expected 64 hexadecimal digits', { field: 'sha256' });
  if (!(Number.isSafeInteger(bytes) && bytes > 0 && bytes <= mostBytes))
    throw new InvalidInputError(`bytes: expected 1 to ${mostBytes}, got ${bytes}`, { field: 'bytes' });
  // Letters of any script, but no folders, no control characters and nothing that turns the direction of writing.
  if (!/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}\p{Pd}_. ()+,&'@#=]{0,199}$/u.test(fileName))
    throw new InvalidInputError('fileName: expected a plain file name of at most 200 characters', {
      field: 'fileName',
    });
}

/** The same file, announced before by the same account, of which some bytes are here and nobody is sending any. */
async function begunBefore(
  { prisma, uploads }: ApiContext,
  announced: Pick<Upload, 'projectId' | 'kind' | 'fileName' | 'digest' | 'createdById' | 'tokenId'> & {
    bytes: number;
  },
): Promise<TeamUpload | undefined> {
  const candidates = await prisma.upload.findMany({
    where: { ...announced, ...open() },
    include: withTeam,
    orderBy: { id: 'desc' },
    take: 10,
  });
  for (const candidate of candidates) {
    if (uploads.senders.busy(candidate.id) || uploads.busy(candidate.id)) continue;
    if ((await uploads.received(candidate.id)) > 0) return candidate;
  }
  return undefined;
}

/** Until the transaction ends nobody else of the team can begin an upload. @throws {LimitError} */
async function holdPlace(tx: Transaction, teamId: string, most: number): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Team" WHERE id = ${teamId}::uuid FOR NO KEY UPDATE`;
  const count = await tx.upload.count({ where: { project: { teamId }, ...open() } });
  if (count < most) return;
  throw new LimitError(
    `uploads: expected at most ${most} of a team that are not finished, got one more; finish one, take one back (DELETE at its resumableUrl), or wait until one expires`,
  );
}

/** An upload of the viewer's. @throws {NotFoundError} */
async function findUpload(context: ApiContext, id: string): Promise<TeamUpload> {
  if (!isUuid(id)) throw new NotFoundError('No such upload.');
  return found(context, 'upload', (project) =>
    context.prisma.upload.findFirst({ where: { id, project }, include: withTeam }),
  );
}

/**
 * Says how far an upload is, and has it checked where that was cut off. When the check takes long, it comes back before the
 * end: ask again.
 *
 * @throws {NotFoundError} @throws {ConflictError} before all bytes have arrived @throws {InvalidInputError} when refused
 */
export async function completeUpload(context: ApiContext, id: string): Promise<TeamUpload> {
  const upload = await findUpload(context, id);
  if (upload.completedAt) return upload;
  if (upload.refusal !== null) throw new InvalidInputError(upload.refusal, { field: 'file' });
  const received = await context.uploads.received(id);
  if (received < Number(upload.bytes) || context.uploads.senders.busy(id))
    throw new ConflictError(
      `The bytes of this upload have not arrived: expected ${upload.bytes}, got ${received}. Send them to its address first.`,
    );
  const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref());
  await Promise.race([context.uploads.finish(upload), patience]);
  return findUpload(context, id);
}

/** Uploads whose bytes have arrived and were checked, in the order asked for. @throws {NotFoundError} @throws {ConflictError} */
export async function completedUploads(
  context: ApiContext,
  { projectId, ids }: { projectId: string; ids: readonly string[] },
): Promise<Upload[]> {
  const uploads = await Promise.all(ids.map((id) => completeUpload(context, id)));
  if (uploads.some((upload) => upload.projectId !== projectId))
    throw new NotFoundError('No such upload in this project.');
  if (uploads.some(({ completedAt }) => completedAt === null))
    throw new ConflictError(
      'An upload is still being checked: try again when completeUpload says that it is ready.',
    );
  return uploads;
}

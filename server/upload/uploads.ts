import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Upload } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findProject, found } from '../launch/find-things';
import { ConflictError, InvalidInputError, NotFoundError } from '../user-error';
import { isUuid } from '../uuid';

const minutesValid = 30;
const mostBytes = 2 ** 31;

/** Signs addresses; a restart makes announced uploads start again. */
const secret = randomBytes(32);

/** A file that somebody announces; `bytes` and `sha256` (hexadecimal) are held against what arrives. */
export interface BeginUploadInput {
  readonly projectId: string;
  readonly kind: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Announces a file; its bytes are then PUT to the address, which is good for 30 minutes and these bytes only. */
export async function beginUpload(context: ApiContext, input: BeginUploadInput): Promise<Upload> {
  const project = await findProject(context, input.projectId);
  const { fileName, bytes, sha256: digest, kind } = input;
  if (!/^[0-9a-f]{64}$/.test(digest))
    throw new InvalidInputError('sha256: expected 64 hexadecimal digits', { field: 'sha256' });
  if (!(Number.isSafeInteger(bytes) && bytes > 0 && bytes <= mostBytes))
    throw new InvalidInputError(`bytes: expected 1 to ${mostBytes}, got ${bytes}`, { field: 'bytes' });
  if (!/^[\w][\w. -]{0,199}$/.test(fileName))
    throw new InvalidInputError('fileName: expected a plain file name of at most 200 characters', {
      field: 'fileName',
    });
  const expiresAt = new Date(Date.now() + minutesValid * 60_000);
  return context.prisma.upload.create({
    data: {
      projectId: project.id,
      kind,
      fileName,
      bytes,
      digest,
      expiresAt,
      createdById: context.viewer.id,
    },
  });
}

/** The address to which the bytes are PUT. */
export function uploadUrl({ id, digest, expiresAt }: Pick<Upload, 'id' | 'digest' | 'expiresAt'>): string {
  return `/uploads/${id}?signature=${signatureOf(id, digest, expiresAt)}`;
}

/** Whether an address was made here, for this upload, and is still good. */
export function signatureHolds(upload: Upload, signature: string): boolean {
  const [given, right] = [
    Buffer.from(signature),
    Buffer.from(signatureOf(upload.id, upload.digest, upload.expiresAt)),
  ];
  return (
    given.length === right.length && timingSafeEqual(given, right) && upload.expiresAt.getTime() > Date.now()
  );
}

function signatureOf(id: string, digest: string, expiresAt: Date): string {
  return createHmac('sha256', secret).update(`PUT ${id} ${digest} ${expiresAt.toISOString()}`).digest('hex');
}

/** Says that the bytes of an upload have arrived. @throws {NotFoundError} @throws {ConflictError} before they have */
export async function completeUpload(context: ApiContext, id: string): Promise<Upload> {
  if (!isUuid(id)) throw new NotFoundError('No such upload.');
  const upload = await found(context, 'upload', (project) =>
    context.prisma.upload.findFirst({ where: { id, project } }),
  );
  if (!upload.completedAt)
    throw new ConflictError('The bytes of this upload have not arrived: PUT them to its address first.');
  return upload;
}

/** Uploads whose bytes have arrived, in the order asked for. @throws {NotFoundError} @throws {ConflictError} */
export async function completedUploads(
  context: ApiContext,
  { projectId, ids }: { projectId: string; ids: readonly string[] },
): Promise<Upload[]> {
  const uploads = await Promise.all(ids.map((id) => completeUpload(context, id)));
  if (uploads.some((upload) => upload.projectId !== projectId))
    throw new NotFoundError('No such upload in this project.');
  return uploads;
}

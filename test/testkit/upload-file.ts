import { createHash } from 'node:crypto';
import type { ApiBench } from './api-bench';

/** Uploads bytes to a project, as pages do. Returns the id of the upload. @throws {Error} when it is refused */
export async function uploadFile(
  api: Pick<ApiBench, 'ask' | 'address'>,
  projectId: string,
  { fileName, bytes }: { fileName: string; bytes: Uint8Array },
): Promise<string> {
  const input = {
    projectId,
    kind: 'file',
    fileName,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const { result } = await api.ask<{ result: { uploadId: string; url: string; message?: string } }>(
    'mutation ($input: BeginUploadInput!) { result: beginUpload(input: $input) { ... on Upload { uploadId url } ... on UserError { message } } }',
    { input },
  );
  if (result.message) throw new Error(`${fileName}: ${result.message}`);
  const { status } = await fetch(`${api.address}${result.url}`, { method: 'PUT', body: Buffer.from(bytes) });
  if (status !== 201) throw new Error(`${fileName}: expected 201, got ${status}`);
  return result.uploadId;
}

import { createHash } from 'node:crypto';
import type { ApiBench } from './api-bench';

/** An upload that was announced, or why not. */
export interface Begun {
  readonly uploadId: string;
  readonly url: string;
  readonly resumableUrl: string;
  readonly sha256: string;
  readonly message?: string;
}

/** How far an upload is, or why it is refused. */
export interface UploadProgress {
  readonly state?: 'RECEIVING' | 'CHECKING' | 'READY' | 'REFUSED';
  readonly complete?: boolean;
  readonly receivedBytes?: number;
  readonly message?: string;
}

/** Announces bytes as a file; whatever else is given replaces what the bytes say. */
export async function begin(
  api: Pick<ApiBench, 'ask'>,
  { projectId, bytes, ...more }: { projectId: string; bytes: Uint8Array } & Record<string, unknown>,
): Promise<Begun> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const input = { projectId, kind: 'file', fileName: 'file.bin', bytes: bytes.length, sha256, ...more };
  const { result } = await api.ask<{ result: Omit<Begun, 'sha256'> }>(
    'mutation ($input: BeginUploadInput!) { result: beginUpload(input: $input) { ... on Upload { uploadId url resumableUrl } ... on UserError { message } } }',
    { input },
  );
  return { ...result, sha256 };
}

/** What `completeUpload` says of an upload; of one that has not arrived whole, what beginning it again would not tell. */
export async function stateOf(
  api: Pick<ApiBench, 'ask'>,
  { uploadId }: Pick<Begun, 'uploadId'>,
): Promise<UploadProgress> {
  const { result } = await api.ask<{ result: UploadProgress }>(
    'mutation ($id: String!) { result: completeUpload(uploadId: $id) { ... on Upload { state complete receivedBytes } ... on UserError { message } } }',
    { id: uploadId },
  );
  const [, got] = /got (\d+)/.exec(result.message ?? '') ?? [];
  return { ...result, ...(got !== undefined && { receivedBytes: Number(got) }) };
}

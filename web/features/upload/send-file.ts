import { graphql } from '@fiducial/schema';
import type { Client } from '@urql/core';
import { outcomeOf, type Refusal } from '../../lib/mutate';
import { fileDigest } from './file-digest';
import { sendPieces } from './send-pieces';
import type { Transfer, TransferControl } from './transfer';

const BeginUpload = graphql(`
  mutation BeginUpload($input: BeginUploadInput!) {
    beginUpload(input: $input) {
      __typename
      ... on UserError { message }
      ... on Upload { uploadId resumableUrl }
    }
  }
`);

const CompleteUpload = graphql(`
  mutation CompleteUpload($uploadId: String!) {
    completeUpload(uploadId: $uploadId) {
      __typename
      ... on UserError { message }
      ... on Upload { uploadId complete }
    }
  }
`);

/** A file, and who is told how far it is. */
export interface FileToSend {
  readonly projectId: string;
  readonly kind: string;
  readonly file: File;
  readonly signal: AbortSignal;
  readonly onTransfer: (transfer: Transfer) => void;
  /** Undefined while nothing can be done to it. */
  readonly onControl: (control: TransferControl | undefined) => void;
}

/** Sends a file to the server and returns the id by which a launch names it, or why it was refused. */
export async function sendFile(
  client: Client,
  { projectId, kind, file, signal, onTransfer, onControl }: FileToSend,
): Promise<{ uploadId: string } | { refusal: Refusal }> {
  let now: Transfer = { fileName: file.name, step: 'reading', done: 0, total: file.size };
  const tell = (news: Partial<Transfer>) => {
    now = { ...now, ...news };
    onTransfer(now);
  };
  tell({});
  const sha256 = await fileDigest(file, { signal, onRead: (done) => tell({ done }) }).catch(() => undefined);
  // Changed or removed since it was chosen, or the page is left.
  if (!sha256) return { refusal: { message: `${file.name} could not be read. Choose it again.` } };
  const { data, error } = await client.mutation(BeginUpload, {
    input: { projectId, kind, fileName: file.name, bytes: file.size, sha256 },
  });
  const begun = outcomeOf(data?.beginUpload, 'Upload', error);
  if ('refusal' in begun) return begun;
  const { uploadId, resumableUrl } = begun.thing;
  tell({ step: 'sending', done: 0 });
  const refusal = await sendPieces(file, resumableUrl, {
    signal,
    onSent: (done) => tell({ done, ...(done === file.size && { step: 'checking' }) }),
    onStep: (step) => tell({ step }),
    onControl,
  });
  onControl(undefined);
  if (refusal) return { refusal };
  tell({ step: 'checking', done: file.size });
  return checked(client, uploadId);
}

/** Waits for the check of a file that has come whole. */
async function checked(
  client: Client,
  uploadId: string,
): Promise<{ uploadId: string } | { refusal: Refusal }> {
  for (;;) {
    const { data, error } = await client.mutation(CompleteUpload, { uploadId });
    const outcome = outcomeOf(data?.completeUpload, 'Upload', error);
    if ('refusal' in outcome) return outcome;
    if (outcome.thing.complete) return { uploadId };
  }
}

import { graphql } from '@fiducial/schema';
import type { Client } from '@urql/core';
import { outcomeOf, type Refusal } from '../../lib/mutate';

const BeginUpload = graphql(`
  mutation BeginUpload($input: BeginUploadInput!) {
    beginUpload(input: $input) {
      __typename
      ... on UserError { message }
      ... on Upload { uploadId url method }
    }
  }
`);

/** Sends a file to the server under its digest and returns the id by which a launch names it, or why it was refused. */
export async function uploadFile(
  client: Client,
  { projectId, kind, file }: { projectId: string; kind: string; file: File },
): Promise<{ uploadId: string } | { refusal: Refusal }> {
  if (!globalThis.crypto.subtle)
    return { refusal: { message: 'Files can be sent only over https, or from this machine itself.' } };
  const bytes = await file.arrayBuffer();
  const { data, error } = await client.mutation(BeginUpload, {
    input: { projectId, kind, fileName: file.name, bytes: bytes.byteLength, sha256: await sha256(bytes) },
  });
  const begun = outcomeOf(data?.beginUpload, 'Upload', error);
  if ('refusal' in begun) return begun;
  const { uploadId, url, method } = begun.thing;
  const answer = await fetch(url, { method, body: bytes }).catch(() => undefined);
  if (answer?.ok) return { uploadId };
  return { refusal: { message: `${file.name} did not arrive. Nothing was started; try again.` } };
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import type { PrismaClient } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import type { UploadLimits } from '../env';
import { type Finisher, openFinisher } from './finish-upload';
import { type OneSender, oneSender } from './one-sender';
import { stagedBytes, stagedUpload } from './staged-upload';
import { type UploadAddresses, uploadAddresses } from './upload-address';

/** Where uploads of this process are begun, received and finished. */
export interface UploadDesk extends Finisher {
  readonly limits: UploadLimits;
  readonly addresses: UploadAddresses;
  readonly senders: OneSender;
  /** How many bytes of an upload have come that is not finished. */
  received(id: string): Promise<number>;
}

/** Opens it; `secret` signs the addresses. */
export function openUploadDesk({
  prisma,
  store,
  secret,
  limits,
}: {
  prisma: PrismaClient;
  store: ArtifactStore;
  secret: string;
  limits: UploadLimits;
}): UploadDesk {
  return {
    limits,
    addresses: uploadAddresses(secret),
    senders: oneSender(),
    received: (id) => stagedBytes(stagedUpload(store.folder, id)),
    ...openFinisher({ prisma, store }, limits),
  };
}

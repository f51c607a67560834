import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Upload } from '@fiducial/prisma/client';

/** What an address is bound to: it is good for these bytes alone, as long as the project is this team's. */
export type Addressed = Pick<Upload, 'id' | 'bytes' | 'digest' | 'expiresAt'> & {
  readonly project: { readonly teamId: string };
};

/** What is done at an address: its bytes are put at once, or piece by piece as tus has it. */
export type UploadWay = 'PUT' | 'PATCH';

/** Makes and checks signed addresses of uploads. */
export interface UploadAddresses {
  /** Path and query of the address for one way. */
  of(upload: Addressed, way: UploadWay): string;
  /** Whether an address was made by this installation, for this upload and way, and is still good. */
  hold(upload: Addressed, way: UploadWay, signature: string): boolean;
}

/** Addresses signed with the installation's secret: they outlive a restart. */
export function uploadAddresses(secret: string): UploadAddresses {
  // A key of its own: nothing that is signed here can be taken for a cookie.
  const key = createHmac('sha256', secret).update('addresses of uploads').digest();
  const signature = ({ id, bytes, digest, expiresAt, project }: Addressed, way: UploadWay): string =>
    createHmac('sha256', key)
      .update([way, id, bytes, digest, expiresAt.toISOString(), project.teamId].join(' '))
      .digest('hex');
  return {
    of: (upload, way) => `/uploads/${upload.id}?signature=${signature(upload, way)}`,
    hold: (upload, way, given) => {
      const [a, b] = [Buffer.from(given), Buffer.from(signature(upload, way))];
      return a.length === b.length && timingSafeEqual(a, b) && upload.expiresAt.getTime() > Date.now();
    },
  };
}

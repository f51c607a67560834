import { z } from 'zod';

/** Version of the layout of a backup. A later one that can still be read as this gets no new number. */
export const backupFormat = 1;

/** First entry of a backup: what it is, before any of it is read. */
export const manifestSchema = z.object({
  format: z.int(),
  /** Version of the product that wrote it. */
  fiducial: z.string(),
  /** Of the snapshot, by the database's clock. */
  createdAt: z.iso.datetime({ offset: true }),
  /** Migrations of the database, in the order in which they apply. */
  migrations: z.array(z.string().regex(/^\w+$/)).min(1),
  /** In an order in which no row comes before one that it refers to. */
  tables: z.array(z.object({ name: z.string().regex(/^\w+$/), columns: z.array(z.string()).min(1) })),
  /** What the rows say that the store holds. */
  files: z.object({ count: z.int().min(0), bytes: z.number().min(0) }),
});

/** What stands in a backup's manifest. */
export type Manifest = z.output<typeof manifestSchema>;

/** Names of the entries of a backup. Whatever else stands in an archive, it is refused. */
export const entryNames = {
  manifest: 'manifest.json',
  /** Part of the rows of a table, as `COPY` writes them, gzip: all parts in order make the whole. */
  part: (table: number, name: string, part: number) =>
    `database/${String(table).padStart(2, '0')}-${name}/${String(part).padStart(6, '0')}.copy.gz`,
  partPattern: /^database\/\d\d-(\w+)\/\d{6}\.copy\.gz$/,
  file: (digest: string) => `artifacts/${digest.slice(0, 2)}/${digest.slice(2)}`,
  filePattern: /^artifacts\/([0-9a-f]{2})\/([0-9a-f]{62})$/,
  /** Last entry: a line an entry, as `sha256sum` writes and checks them. */
  sums: 'SHA256SUMS',
} as const;

/** Line of {@link entryNames.sums} for an entry. */
export function sumLine(digest: string, name: string): string {
  return `${digest}  ${name}\n`;
}

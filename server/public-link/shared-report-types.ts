import type { Report } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import type { ImageRef } from '../image/image-types';
import { ReportBlockInterface } from '../report/block-types';
import { readBlocks } from '../report/report-blocks';
import { someBlocks } from '../report/some-blocks';

// None of these types leads anywhere else, nor do those of blocks: what a link shows is what the report holds.

/** A report with the secret that opens it. */
export interface OpenedReport {
  readonly report: Report;
  readonly secret: string;
}

/** A report as a public link shows it. */
export const SharedReport = builder.objectRef<OpenedReport>('SharedReport').implement({
  description: 'A report, as a public link shows it: without the people behind it.',
  fields: (t) => ({
    title: t.string({ description: 'What stands above it.', resolve: ({ report }) => report.title }),
    changedAt: t.field({
      type: 'DateTime',
      description: 'When it was last saved.',
      resolve: ({ report }) => report.changedAt,
    }),
    blocks: t.field({
      type: [ReportBlockInterface],
      description: 'Its blocks with what they show now, in order.',
      args: { at: t.arg.intList({ description: 'Only those at these places, from 0.' }) },
      resolve: ({ report, secret }, { at }) =>
        someBlocks(readBlocks(report.blocks), at).map(({ block, place }) => ({
          block,
          projectId: report.projectId,
          picture: <Picture extends ImageRef>(picture: Picture, number: number) => ({
            ...picture,
            url: sharedPicturePath({ secret, version: report.version }, { block: place, picture: number }),
          }),
        })),
    }),
  }),
});

/** Where a picture of a shared report is read: by its place, so that the address opens nothing else. */
function sharedPicturePath(
  { secret, version }: { readonly secret: string; readonly version: number },
  { block, picture }: { readonly block: number; readonly picture: number },
): string {
  // The version makes another address of a report that was changed: browsers keep pictures for a while.
  return `/images/shared/${encodeURIComponent(secret)}/${block}/${picture}.png?version=${version}`;
}

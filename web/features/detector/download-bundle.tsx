import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { formatBytes } from '../../text/numbers';

/** Where a detector's bundle is. */
export const BundleFields = graphql(`
  fragment BundleFields on DetectorBundle {
    url
    bytes
  }
`);

/** The detector as a file that scores images elsewhere. */
export function DownloadBundle({ bundle }: { bundle: FragmentOf<typeof BundleFields> }) {
  const { url, bytes } = readFragment(BundleFields, bundle);
  return (
    <Button
      component="a"
      href={url}
      download
      variant="default"
      leftSection={<IconDownload size={16} stroke={1.8} aria-hidden="true" />}
      title="One file that scores images without a server: node server/dist/score-bundle.js BUNDLE.zip IMAGES"
    >
      Download as a bundle ({formatBytes(bytes)})
    </Button>
  );
}

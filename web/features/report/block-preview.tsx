'use client';

import { Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from 'urql';
import { TryAgain } from '../../parts/try-again';
import { labelOf } from './block-numbers';
import editor from './editor.module.css';
import { PanelFigure } from './panel-figure';
import { BlockPreviewQuery, type BlockSource } from './report-documents';

/** Typing does not ask for figures at every letter. */
const settleMs = 400;

/** What a panel shows with the options that it has now, before it is saved. */
export function BlockPreview({
  projectId,
  source,
  label,
}: {
  readonly projectId: string;
  readonly source: BlockSource;
  readonly label: string;
}) {
  const [asked] = useDebouncedValue(source, settleMs);
  const [{ data, error, fetching }, ask] = useQuery({
    query: BlockPreviewQuery,
    variables: { projectId, block: asked },
    requestPolicy: 'cache-and-network',
  });
  const block = data?.node?.__typename === 'Project' ? data.node.reportBlock : undefined;
  if (error)
    return (
      <p className={editor.problem}>
        <TryAgain again={() => ask({ requestPolicy: 'network-only' })}>
          {refusalInWords(error.graphQLErrors[0]?.message) ?? 'The server did not answer.'}
        </TryAgain>
      </p>
    );
  if (!block || block.__typename === 'TextBlock')
    return <Skeleton height={240} role="status" aria-label={`${label} is loading`} />;
  return (
    <div className={editor.preview} aria-busy={fetching} data-pending={fetching || undefined}>
      <PanelFigure panel={block} number={labelOf(block.__typename) ?? ''} />
    </div>
  );
}

/** A refusal without the path of the value, which stands in this very panel. */
function refusalInWords(message: string | undefined): string | undefined {
  const words = message?.replace(/^blocks\.0\.[\w.]+: /, '');
  return words && words.charAt(0).toUpperCase() + words.slice(1);
}

import { Skeleton } from '@mantine/core';
import { unstable_rethrow } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { DrawnAtOnce } from '../../charts/drawn-at-once';
import type { Block, Outline } from './block-fields';
import { blockNumbers } from './block-numbers';
import { MarkdownText } from './markdown';
import { PanelFigure } from './panel-figure';
import classes from './report.module.css';

/** Reads one block with its figures. */
export type ReadBlock = (place: number) => Promise<Block | undefined>;

/**
 * The blocks of a report. Each panel is asked for by itself: the text is there at once, a panel that takes long or fails
 * keeps no other back.
 */
export function ReportBody({
  outline,
  read,
}: {
  readonly outline: readonly Outline[];
  readonly read: ReadBlock;
}) {
  const numbers = blockNumbers(outline.map(({ __typename }) => __typename));
  return (
    <article className={classes.body}>
      <DrawnAtOnce>
        {outline.map((block, place) => {
          const number = numbers[place];
          const key = `${place} ${block.__typename}`;
          if (block.__typename === 'TextBlock' || !number)
            return <MarkdownText key={key} text={'markdown' in block ? block.markdown : ''} />;
          return (
            <Suspense key={key} fallback={<Skeleton height={panelHeights[block.__typename]} mb={36} />}>
              <LivePanel place={place} number={number} read={read} />
            </Suspense>
          );
        })}
      </DrawnAtOnce>
    </article>
  );
}

/** About how tall panels are, in pixels, so that what stands below does not move much. */
const panelHeights = {
  ResultsPanel: 280,
  RocPanel: 480,
  ScoresPanel: 420,
  MetricPanel: 400,
  FigurePanel: 240,
  InputPanel: 700,
} as const;

async function LivePanel({
  place,
  number,
  read,
}: {
  readonly place: number;
  readonly number: string;
  readonly read: ReadBlock;
}): Promise<ReactNode> {
  let panel: Block | undefined;
  try {
    panel = await read(place);
  } catch (error) {
    unstable_rethrow(error);
    return (
      <figure className={classes.panel}>
        <p className={classes.gaps}>
          What stands here could not be read:{' '}
          {error instanceof Error ? error.message : 'the server did not say why.'} The report is as it was;
          load the page again.
        </p>
        <figcaption className={classes.caption}>
          <strong>{number}.</strong>
        </figcaption>
      </figure>
    );
  }
  return panel && panel.__typename !== 'TextBlock' ? <PanelFigure panel={panel} number={number} /> : null;
}

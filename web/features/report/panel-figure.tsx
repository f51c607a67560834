import type { ReactNode } from 'react';
import type { Panel } from './block-fields';
import { FigureBlock } from './figure-block';
import { InputBlock } from './input-block';
import { MetricBlock } from './metric-block';
import { captionOf } from './panel-captions';
import classes from './report.module.css';
import { ResultsBlock } from './results-block';
import { RocBlock } from './roc-block';
import { ScoresBlock } from './scores-block';

/** A panel as a paper sets it: what it shows, what it does not show and why, and its numbered caption. */
export function PanelFigure({
  panel,
  number,
}: {
  readonly panel: Panel;
  /** Such as "Figure 1". */
  readonly number: string;
}) {
  return (
    <figure className={classes.panel} data-kind={panel.__typename}>
      {panel.gaps.length > 0 && (
        <ul className={classes.gaps}>
          {panel.gaps.map((gap) => (
            <li key={gap}>{gap}</li>
          ))}
        </ul>
      )}
      {isEmpty(panel) ? null : drawn(panel)}
      <figcaption className={classes.caption}>
        <strong>{number}.</strong> {captionOf(panel)}
      </figcaption>
    </figure>
  );
}

/** Whether nothing of it is there any more, or yet. */
function isEmpty(panel: Panel): boolean {
  if (panel.__typename === 'InputPanel') return panel.input === null;
  return (panel.__typename === 'FigurePanel' ? panel.images : panel.lines).length === 0;
}

function drawn(panel: Panel): ReactNode {
  switch (panel.__typename) {
    case 'ResultsPanel':
      return <ResultsBlock panel={panel} />;
    case 'RocPanel':
      return <RocBlock panel={panel} />;
    case 'ScoresPanel':
      return <ScoresBlock panel={panel} />;
    case 'MetricPanel':
      return <MetricBlock panel={panel} />;
    case 'FigurePanel':
      return <FigureBlock panel={panel} />;
    case 'InputPanel':
      return <InputBlock panel={panel} />;
  }
}

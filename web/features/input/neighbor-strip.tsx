import { ScrollRegion } from '../../parts/scroll-region';
import { formatNumber, formatShare } from '../../text/numbers';
import classes from './input.module.css';
import type { Neighbors } from './input-query';
import { PixelImage } from './pictures';

/** The nearest training images in one layer, nearest first: solid frame and tick agree, dashed frame and cross do not. */
export function NeighborStrip({
  neighbors: { layer, k, agreeing, nodes },
  predicted,
  lazy = true,
}: {
  readonly neighbors: Neighbors;
  /** Name of the predicted class. */
  readonly predicted: string;
  /** Whether pictures are fetched when they come near the screen. */
  readonly lazy?: boolean;
}) {
  return (
    <div className={classes.strip}>
      <div className={classes.stripHead}>
        <strong>{layer}</strong>
        <span className={classes.quiet}>
          {agreeing} of the {k} nearest are of class {predicted}. The {nodes.length} nearest, in order:
        </span>
      </div>
      <ScrollRegion className={classes.stripScroll} label={`Nearest training images in ${layer}`}>
        <ol className={classes.neighbors}>
          {nodes.map(({ rank, distance, weight, className, agrees, item, image }) => (
            <li key={item} className={classes.neighbor} data-agrees={agrees}>
              <PixelImage
                lazy={lazy}
                picture={image}
                size={56}
                alt={`Training image ${item} of class ${className}, which ${agrees ? 'agrees' : 'disagrees'}`}
              />
              <span className={classes.neighborClass}>
                <span aria-hidden="true">{agrees ? '✓' : '✗'}</span> {className}
              </span>
              <span className={classes.quiet} title="Rank">
                #{rank}
              </span>
              <span title="Euclidean distance in the layer's features">d {formatNumber(distance)}</span>
              <span className={classes.quiet} title="Share of the weight of all neighbors">
                w {formatShare(weight)}
              </span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </div>
  );
}

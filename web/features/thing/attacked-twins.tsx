import { formatNumber } from '../../text/numbers';
import { type ChangedImage, FigureOne, type SaidOf } from './figure-one';
import classes from './image-grid.module.css';

/** An attacked image with its clean twin and what was changed. */
export interface AttackedTwin extends Pick<ChangedImage, 'labelName' | 'clean' | 'difference'> {
  readonly success: boolean;
  readonly adversarial: ChangedImage['changed'];
  readonly predictedBefore: SaidOf;
  readonly predictedAfter: SaidOf;
  readonly norms: { readonly l2: number; readonly linf: number };
}

/** Figure 1 of the article, small: one of many, with how large the change is. */
export function AttackedTwins({
  image,
  control = false,
  lazy = true,
}: {
  readonly image: AttackedTwin;
  /** Whether what changed it is no attack. */
  readonly control?: boolean;
  /** Whether pictures are fetched when they come near the screen; not where the page is printed. */
  readonly lazy?: boolean;
}) {
  const { clean, adversarial, difference, predictedBefore, predictedAfter, labelName, success, norms } =
    image;
  return (
    <li className={classes.twin}>
      <FigureOne
        size="small"
        lazy={lazy}
        image={{
          ...{ labelName, clean, difference },
          changed: adversarial,
          before: predictedBefore,
          after: predictedAfter,
          control,
        }}
      />
      <div className={classes.norms}>
        {success ? 'succeeded' : 'failed'} · L2 {formatNumber(norms.l2)} · Linf {formatNumber(norms.linf)}
      </div>
    </li>
  );
}

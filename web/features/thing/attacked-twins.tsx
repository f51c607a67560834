import { Pixels } from '../../parts/pixels';
import { formatNumber, formatShare } from '../../text/numbers';
import classes from './image-grid.module.css';

interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

interface Prediction {
  readonly className: string;
  readonly confidence: number;
}

/** An attacked image with its clean twin and what was changed. */
export interface AttackedTwin {
  readonly labelName: string;
  readonly success: boolean;
  readonly clean: Picture;
  readonly adversarial: Picture;
  readonly difference: Picture & { readonly factor: number };
  readonly predictedBefore: Prediction;
  readonly predictedAfter: Prediction;
  readonly norms: { readonly l2: number; readonly linf: number };
}

/** Clean, attacked, and what was changed, magnified: what the model says of both, and how large the change is. */
export function AttackedTwins({ image }: { readonly image: AttackedTwin }) {
  const { clean, adversarial, difference, predictedBefore, predictedAfter, labelName, success, norms } =
    image;
  return (
    <li className={classes.twin}>
      <div>
        <Pixels image={clean} size={80} alt={`Clean image of a ${labelName}`} />
        <div className={classes.before}>
          <strong>{predictedBefore.className}</strong> {formatShare(predictedBefore.confidence)}
        </div>
      </div>
      <div>
        <Pixels
          image={adversarial}
          size={80}
          alt={`The same after the attack, taken for ${predictedAfter.className}`}
        />
        <div className={success ? classes.after : classes.before}>
          <strong>{predictedAfter.className}</strong> {formatShare(predictedAfter.confidence)}
        </div>
      </div>
      <div>
        <Pixels image={difference} size={80} alt={`What was changed, magnified ${difference.factor} times`} />
        <div>× {formatNumber(difference.factor)}</div>
      </div>
      <div className={classes.norms}>
        {success ? 'succeeded' : 'failed'} · L2 {formatNumber(norms.l2)} · Linf {formatNumber(norms.linf)}
      </div>
    </li>
  );
}

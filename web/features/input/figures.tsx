import type { ReactNode } from 'react';
import { formatShare } from '../../text/numbers';
import classes from './input.module.css';
import type { Input } from './input-query';
import { PixelImage } from './pictures';

const size = 224;

/** What is shown of an input. */
export type FigureInput = Pick<
  Input,
  'image' | 'clean' | 'difference' | 'predicted' | 'predictedClean' | 'labelName' | 'label' | 'group'
>;

/** The input, its clean twin and what was changed: Figure 1 of the article, for one input. */
export function Figures({ input }: { readonly input: FigureInput }) {
  const { image, clean, difference, predicted, predictedClean, labelName, label, group } = input;
  const what = group === 'CONTROL' ? 'With noise' : 'Adversarial';
  return (
    <div className={classes.figures}>
      <Figure
        title={clean ? what : 'The input'}
        picture={<PixelImage picture={image} size={size} alt={`The input, of true class ${labelName}`} />}
      >
        <Said prediction={predicted} right={predicted.classIndex === label} />
      </Figure>
      {clean && (
        <Figure
          title="Clean twin"
          picture={<PixelImage picture={clean} size={size} alt="The image before it was changed" />}
        >
          {predictedClean && <Said prediction={predictedClean} right={predictedClean.classIndex === label} />}
        </Figure>
      )}
      {difference && (
        <Figure
          title={`Difference, magnified × ${Number(difference.factor.toPrecision(3))}`}
          picture={
            <PixelImage
              picture={difference}
              size={size}
              alt={`What was changed, magnified ${difference.factor} times around grey`}
            />
          }
        >
          <span className={classes.quiet}>grey: unchanged, lighter: added, darker: taken away</span>
        </Figure>
      )}
    </div>
  );
}

function Figure({
  title,
  picture,
  children,
}: {
  readonly title: string;
  readonly picture: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <figure className={classes.figure}>
      <div className={classes.figureTitle}>{title}</div>
      {picture}
      <figcaption className={classes.figureWords}>{children}</figcaption>
    </figure>
  );
}

/** What the model says, with its softmax as a bar. */
function Said({
  prediction: { className, confidence },
  right,
}: {
  readonly prediction: { readonly className: string; readonly confidence: number };
  readonly right: boolean;
}) {
  return (
    <>
      <span>
        seen as <strong>{className}</strong>{' '}
        <span className={classes.quiet}>({right ? 'right' : 'wrong'})</span>
      </span>
      <span className={classes.quiet}>softmax {formatShare(confidence)}</span>
      <span className={classes.softmax} aria-hidden="true">
        <span style={{ width: `${100 * confidence}%` }} />
      </span>
    </>
  );
}

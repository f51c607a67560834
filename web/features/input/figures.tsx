import { FigureOne, SeenPicture } from '../thing/figure-one';
import classes from './input.module.css';
import type { Input } from './input-query';

/** What is shown of an input. */
export type FigureInput = Pick<
  Input,
  'image' | 'clean' | 'difference' | 'predicted' | 'predictedClean' | 'labelName' | 'group'
>;

/** The input, or Figure 1 of the article where it was changed. */
export function Figures({ input }: { readonly input: FigureInput }) {
  const { image, clean, difference, predicted, predictedClean, labelName, group } = input;
  return (
    <div className={classes.figures}>
      {clean && difference ? (
        <FigureOne
          size="large"
          image={{
            ...{ labelName, clean, difference },
            changed: image,
            before: predictedClean,
            after: predicted,
            control: group === 'CONTROL',
          }}
        />
      ) : (
        <SeenPicture
          size="large"
          title="The input"
          picture={image}
          alt={`The input, of true class ${labelName}`}
          said={predicted}
          labelName={labelName}
        />
      )}
    </div>
  );
}

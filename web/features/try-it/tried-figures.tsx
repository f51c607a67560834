import { Text } from '@mantine/core';
import { formatNumber, formatShare } from '../../text/numbers';
import { FigureOne, SeenPicture } from '../thing/figure-one';
import type { InputShape } from './fit-picture';
import classes from './try-it.module.css';
import type { Tried } from './try-query';

/** The image, or Figure 1 of the article where an attack was set on it: live. */
export function TriedFigures({
  tried: { given, attacked },
  shape: { width, height },
  isControl,
}: {
  readonly tried: Tried;
  readonly shape: InputShape;
  /** Whether the attack is a control, which changes the image and attacks nothing. */
  readonly isControl: boolean;
}) {
  const picture = (url: string) => ({ url, width, height });
  const [said] = given.predictions;
  const [after] = attacked?.image.predictions ?? [];
  return (
    <div className={classes.figures}>
      {attacked && said && after ? (
        <FigureOne
          size="large"
          image={{
            // Nobody says what the image is.
            labelName: null,
            clean: picture(given.picture),
            changed: picture(attacked.image.picture),
            difference: { ...picture(attacked.difference), factor: attacked.factor },
            before: said,
            after,
            control: isControl,
          }}
        />
      ) : (
        <SeenPicture
          size="large"
          title="The image"
          picture={picture(given.picture)}
          alt="The image as the model sees it"
          said={said ?? null}
          labelName={null}
        />
      )}
      <Text size="sm" c="dimmed" mt="sm">
        {attacked
          ? `${attacked.success ? 'The prediction changed' : 'The prediction stayed as it was'}; L∞ ${formatNumber(attacked.norms.linf)}, L2 ${formatNumber(attacked.norms.l2)}, ${attacked.norms.l0} values changed.`
          : `Next likeliest: ${given.predictions
              .slice(1, 4)
              .map(({ className, confidence }) => `${className} (${formatShare(confidence)})`)
              .join(', ')}.`}
      </Text>
    </div>
  );
}

import type { ReactNode } from 'react';
import { Pixels } from '../../parts/pixels';
import { formatNumber, formatShare } from '../../text/numbers';
import { PixelImage } from '../input/pictures';
import classes from './figure-one.module.css';

interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** What a model says of a picture. */
export interface SaidOf {
  readonly className: string;
  readonly confidence: number;
}

/** An image that was changed, with what it was before. */
export interface ChangedImage {
  /** Name of the true class; null where nobody says what it is. */
  readonly labelName: string | null;
  readonly clean: Picture;
  readonly changed: Picture;
  readonly difference: Picture & { readonly factor: number };
  /** Null where it is not known. */
  readonly before: SaidOf | null;
  readonly after: SaidOf;
  /** Whether what changed it is no attack. */
  readonly control?: boolean;
}

/** One of many in a grid, or the one that a page is about. */
export type FigureSize = 'small' | 'large';

const sides = { small: 80, large: 224 } as const satisfies Record<FigureSize, number>;

/** Figure 1 of the article: clean, adversarial, and what was changed, magnified, with what the model says before and after. */
export function FigureOne({
  image: { labelName, clean, changed, difference, before, after, control },
  size,
  lazy = true,
}: {
  readonly image: ChangedImage;
  readonly size: FigureSize;
  /** Whether small pictures are fetched when they come near the screen; not where the page is printed. */
  readonly lazy?: boolean;
}) {
  const factor = formatNumber(difference.factor).replace(/\.0+$/, '');
  return (
    <div className={classes.figures} data-size={size}>
      <SeenPicture
        size={size}
        lazy={lazy}
        title="Clean twin"
        picture={clean}
        alt={`The image before it was changed${labelName === null ? '' : `, of true class ${labelName}`}`}
        said={before}
        labelName={labelName}
      />
      <SeenPicture
        size={size}
        lazy={lazy}
        title={control ? 'With noise' : 'Adversarial'}
        picture={changed}
        alt={`The same image after it was changed, taken for ${after.className}`}
        said={after}
        labelName={labelName}
      />
      <Titled
        size={size}
        title={size === 'large' ? `Difference, magnified × ${factor}` : `Difference × ${factor}`}
      >
        <Shown
          picture={difference}
          size={size}
          lazy={lazy}
          alt={`What was changed, magnified ${factor} times around grey`}
        />
        {size === 'large' && (
          <figcaption className={classes.quiet}>
            grey: unchanged, lighter: added, darker: taken away
          </figcaption>
        )}
      </Titled>
    </div>
  );
}

/** A picture with what the model says of it: by a word and a bar, whose color says whether it is right. */
export function SeenPicture({
  size,
  title,
  picture,
  alt,
  said,
  labelName,
  lazy = true,
}: {
  readonly size: FigureSize;
  readonly lazy?: boolean;
  readonly title: string;
  readonly picture: Picture;
  readonly alt: string;
  readonly said: SaidOf | null;
  /** Name of the true class; null where nobody says what it is. */
  readonly labelName: string | null;
}) {
  const right = labelName === null ? undefined : said?.className === labelName;
  return (
    <Titled size={size} title={title}>
      <Shown picture={picture} size={size} alt={alt} lazy={lazy} />
      {said && (
        <figcaption className={classes.said} data-right={right}>
          <span>
            {size === 'large' && 'seen as '}
            <strong>{said.className}</strong> {right === undefined ? '' : right ? '✓' : '✗'}
            <span className={classes.quiet}> {formatShare(said.confidence)}</span>
          </span>
          <span className={classes.softmax} aria-hidden="true">
            <span style={{ width: `${100 * said.confidence}%` }} />
          </span>
        </figcaption>
      )}
    </Titled>
  );
}

function Titled({
  size,
  title,
  children,
}: {
  readonly size: FigureSize;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <figure className={classes.figure} data-size={size}>
      <div className={classes.title}>{title}</div>
      {children}
    </figure>
  );
}

/** Large by whole pixels, so that what it is made of stays visible; small ones all of one size. */
function Shown({
  picture,
  size,
  alt,
  lazy,
}: {
  readonly picture: Picture;
  readonly size: FigureSize;
  readonly alt: string;
  readonly lazy: boolean;
}) {
  return size === 'large' ? (
    <PixelImage picture={picture} size={sides.large} alt={alt} />
  ) : (
    <Pixels image={picture} size={sides.small} alt={alt} lazy={lazy} />
  );
}

import { AttackedTwins } from '../thing/attacked-twins';
import gridClasses from '../thing/image-grid.module.css';
import type { BlockNamed } from './block-fields';

/** Clean, attacked, and what was changed: Figure 1 of the article. */
export function FigureBlock({ panel: { images, control } }: { readonly panel: BlockNamed<'FigurePanel'> }) {
  return (
    <ul className={gridClasses.twins}>
      {images.map((image, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: images of a figure have no other identity
        <AttackedTwins key={at} image={image} control={control} lazy={false} />
      ))}
    </ul>
  );
}

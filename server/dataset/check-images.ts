import { FormatError } from '@fiducial/formats';
import type { ImportedImages } from './sources/define-source';

/**
 * Holds what a source read against what all that follows needs, so that it fails here and not in the middle of a study.
 *
 * @throws {FormatError} for one class, a name given twice, a class without training images, an empty split, or two channels
 */
export function checkImages({ inputShape, classNames, splits }: ImportedImages): void {
  if (classNames.length < 2) throw new FormatError(`classes: expected at least 2, got ${classNames.length}`);
  const twice = classNames.find((name, label) => classNames.indexOf(name) !== label);
  if (twice !== undefined)
    throw new FormatError(`classNames: expected each name once, got ${twice.slice(0, 100)} twice`);
  const [, , channels] = inputShape;
  if (channels !== 1 && channels !== 3)
    throw new FormatError(`images: expected 1 or 3 channels, got ${channels}`);
  const empty = splits.find(({ labels }) => labels.length === 0);
  if (empty) throw new FormatError(`${empty.name}: expected at least one image, got none`);
  const trained = new Set(splits[0]?.labels);
  const missing = classNames.findIndex((_, label) => !trained.has(label));
  if (missing >= 0)
    throw new FormatError(
      `class ${classNames[missing]?.slice(0, 100)}: expected at least one training image, got none`,
    );
}

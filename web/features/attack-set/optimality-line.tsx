import { Text } from '@mantine/core';
import { counted } from '../../text/names';
import { formatCount, formatNumber } from '../../text/numbers';
import { ComparableWord } from './comparable-word';

/** How far an attack set is from the best known perturbations of its images. */
export interface OptimalityLineProps {
  readonly optimality: {
    readonly norm: string;
    readonly sets: number;
    readonly images: number;
    readonly best: number;
    readonly medianRatio: number | null;
    readonly meanRatio: number | null;
  };
}

/** How much larger than need be its perturbations are, in a sentence with what it is over. */
export function OptimalityLine({ optimality }: OptimalityLineProps) {
  const { norm, sets, images, best, medianRatio, meanRatio } = optimality;
  if (medianRatio === null)
    return <Text c="dimmed">It fooled no image: there is nothing to hold against the best known.</Text>;
  if (sets === 1)
    return (
      <Text c="dimmed">
        No other <ComparableWord /> attack on these images is stored: how far its perturbations are from the
        smallest is not known.
      </Text>
    );
  return (
    <div>
      <Text>
        Its perturbations are <strong>{formatNumber(medianRatio)} times</strong> as large in {norm} as the
        smallest known ones (median; mean {formatNumber(meanRatio)}).
      </Text>
      <Text c="dimmed" size="sm" mt={6}>
        Over the {counted(images, 'image')} that it fooled, among {formatCount(sets)} <ComparableWord />{' '}
        attack sets on the same images; for {formatCount(best)} of them nothing smaller is known.
      </Text>
    </div>
  );
}

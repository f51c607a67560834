import { formatCount, formatNumber, formatShare } from '../../text/numbers';
import type { Trajectory } from './trajectory-query';

type TrajectoryPlane = Trajectory['planes'][number];

/** How truly a plane shows distances, in a sentence: stands under the figure. */
export function planeWords({ layer, kept, keptOfInput, stress }: TrajectoryPlane): string {
  return `In ${layer} the plane keeps ${formatShare(kept)} of the squared distances among the reference points and ${formatShare(keptOfInput)} of this input’s to them (stress ${formatNumber(stress)}): what is far apart in it is far apart, but what is near in it need not be. The numbers are the true distances.`;
}

/** What is not drawn, in a sentence; empty where all classes are. */
export function otherClassesWords(
  { layer, others }: TrajectoryPlane,
  { otherClasses, shown }: { otherClasses: number; shown: number },
): string {
  if (!others) return '';
  const { nearestClass, nearest, farthest } = others;
  return `${shown} of ${formatCount(shown + otherClasses)} classes are drawn: the predicted and the true one, and the nearest in each layer. Of the others ${nearestClass} is the nearest in ${layer}, at ${formatNumber(nearest)}; the farthest is at ${formatNumber(farthest)}.`;
}

import { formatNumber } from '../text/numbers';
import { escapeHtml } from './escape-html';
import type { TrajectoryDrawing } from './trajectory-drawing';

/** So many distances are read at a glance. */
const mostInTooltip = 6;

/** The distances of a path in a plane, nearest first, as the tooltip shows them. */
export function describePlace(
  { planes, classes, paths, distanceTitle }: TrajectoryDrawing,
  { plane, path }: { plane: number; path: number },
): string {
  const { label = '', distances = [] } = paths[path] ?? {};
  const sorted = (distances[plane] ?? [])
    .map((distance, at) => ({ distance, name: classes[at]?.name ?? '', role: classes[at]?.role ?? '' }))
    .sort((a, b) => a.distance - b.distance);
  const shown = sorted.filter(({ role }, rank) => rank < mostInTooltip || role);
  const lines = shown.map(
    ({ name, role, distance }) =>
      `<b>${formatNumber(distance)}</b> ${escapeHtml(name)}${role ? `, ${escapeHtml(role)}` : ''}`,
  );
  const head = `${escapeHtml(label)} in ${escapeHtml(planes[plane]?.layer ?? '')}`;
  return [head, `${escapeHtml(distanceTitle)} to class`, ...lines].join('<br>');
}

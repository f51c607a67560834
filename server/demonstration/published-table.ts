import type { Compared } from '../protocol/beside-published';
import { adaptiveAttack, adaptiveAttackNote } from './adaptive-attack-words';

/** A protocol's figures beside the published ones as text, with where it departs from the paper. */
export function publishedTable({ protocol, columns, rows, departures }: Compared): string {
  const figure = (value: number | null | undefined) => (value == null ? '–' : value.toFixed(3));
  const lines = rows.flatMap(({ detector, ours, publishedLabel, published, strongestThreatLevel }) => [
    [detector, ...ours.map(figure), adaptiveAttack[strongestThreatLevel]],
    [publishedLabel ? `  published: ${publishedLabel}` : '  published: none', ...published.map(figure)],
  ]);
  const header = [protocol.id, ...columns, 'Adaptive attack'];
  const widths = header.map((title, at) =>
    Math.max(title.length, ...lines.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ');
  return [
    line(header),
    line(widths.map((width) => '─'.repeat(width))),
    ...lines.map(line),
    adaptiveAttackNote,
    protocol.publishedNote,
    'Where this run departs from the paper:',
    ...departures.map((sentence) => `- ${sentence}`),
  ].join('\n');
}

/** The same as JSON. */
export function reported({ protocol, columns, rows, departures }: Compared) {
  const { id, title, source, measure, publishedNote } = protocol;
  return { protocol: id, title, source, measure, columns, rows, departures, publishedNote };
}

import type { DetectorLook } from '../../theme/colors';

/** The line that a detector is drawn with: its hue and its dash. */
export function DetectorSwatch({ look }: { readonly look: DetectorLook }) {
  return (
    <svg width="22" height="10" aria-hidden="true" style={{ flex: 'none', display: 'inline-block' }}>
      <line
        x1="1"
        x2="21"
        y1="5"
        y2="5"
        stroke={`light-dark(${look.color.light}, ${look.color.dark})`}
        strokeWidth="2.5"
        strokeDasharray={look.dash === 'solid' ? undefined : look.dash.join(' ')}
      />
    </svg>
  );
}

import { formatNumber } from '../../text/numbers';
import { EvolutionMapPanel } from '../input/evolution-map-panel';
import { Figures } from '../input/figures';
import { NeighborStrip } from '../input/neighbor-strip';
import type { BlockNamed } from './block-fields';

/** One input, what the detector says of it, and what it looked at. */
export function InputBlock({ panel: { input } }: { readonly panel: BlockNamed<'InputPanel'> }) {
  if (!input) return null;
  const { detector, score, threshold, neighbors, evolutionMap, predicted } = input;
  return (
    <>
      <Figures input={input} />
      <p>
        {detector.name} gives it a score of <strong>{formatNumber(score)}</strong>
        {threshold !== null && (
          <>
            , {score > threshold ? 'above' : 'not above'} its threshold of {formatNumber(threshold)}
          </>
        )}
        .
      </p>
      {evolutionMap && <EvolutionMapPanel map={evolutionMap} name={detector.name} />}
      {neighbors && <NeighborStrip neighbors={neighbors} predicted={predicted.className} lazy={false} />}
    </>
  );
}

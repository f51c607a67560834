import { ThreatMark } from '../../parts/threat-mark';
import type { SeedSpreadData } from './seed-spread';

/** What attackers knew of a detector over seeds: its figures say no more of one than those of the seed that was attacked least. */
export function SpreadMark({ seeds }: Pick<SeedSpreadData, 'seeds'>) {
  const attacked = seeds.map(({ detector }) => detector);
  const least =
    attacked.find(({ strongestThreatLevel }) => strongestThreatLevel === 'ZERO') ??
    attacked.find(({ strongestThreatLevel }) => strongestThreatLevel === 'LIMITED') ??
    attacked[0];
  return (
    least && (
      <div>
        <ThreatMark level={least.strongestThreatLevel} detectorId={least.id} />
      </div>
    )
  );
}

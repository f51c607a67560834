import { TabsList, TabsPanel, TabsTab } from '@mantine/core';
import { Empty } from '../../parts/empty';
import { Section } from '../../parts/section';
import { EvolutionMapPanel } from './evolution-map-panel';
import type { Input, Reasons } from './input-query';
import { NeighborStrip } from './neighbor-strip';
import { ReasonTabs } from './reason-tabs';

/** The reasons that a detector gave, with its name. */
export interface NamedReasons {
  readonly evaluationId: string;
  readonly name: string;
  readonly reasons: Reasons;
}

/** What the detectors looked at: neighbors layer by layer, and the evolution maps. */
export function ReasonSections({
  input,
  reasons,
}: {
  readonly input: Input;
  readonly reasons: readonly NamedReasons[];
}) {
  const maps = reasons.flatMap(({ evaluationId, name, reasons: { evolutionMap } }) =>
    evolutionMap ? [{ evaluationId, name, map: evolutionMap }] : [],
  );
  // Detectors that differ only in weighting look at the same neighbors of a layer: one strip a layer, in forward order.
  const byLayer = new Map(
    reasons.flatMap(({ reasons: { neighbors } }) =>
      neighbors ? [[neighbors.layer, neighbors] as const] : [],
    ),
  );
  const { taps } = input.evaluation.detector.model;
  const strips = [...byLayer.values()].sort((a, b) => taps.indexOf(a.layer) - taps.indexOf(b.layer));
  return (
    <>
      {maps.length > 0 && (
        <Section
          title="Evolution map"
          note="how near each class is in each layer; means are over authentic images"
        >
          <ReasonTabs first={maps[0]?.evaluationId ?? ''}>
            {maps.length > 1 && (
              <TabsList mb="md">
                {maps.map(({ evaluationId, name }) => (
                  <TabsTab key={evaluationId} value={evaluationId}>
                    {name}
                  </TabsTab>
                ))}
              </TabsList>
            )}
            {maps.map(({ evaluationId, name, map }) => (
              <TabsPanel key={evaluationId} value={evaluationId}>
                <EvolutionMapPanel map={map} name={name} />
              </TabsPanel>
            ))}
          </ReasonTabs>
        </Section>
      )}
      {strips.length > 0 && (
        <Section title="Nearest training images" note="d: distance; w: share of the weight of all neighbors">
          {strips.map((neighbors) => (
            <NeighborStrip
              key={neighbors.layer}
              neighbors={neighbors}
              predicted={input.predicted.className}
            />
          ))}
        </Section>
      )}
      {maps.length === 0 && strips.length === 0 && (
        <Empty>None of these detectors looks at neighbors or at an evolution map.</Empty>
      )}
    </>
  );
}

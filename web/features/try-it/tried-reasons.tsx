'use client';

import { SegmentedControl, TabsList, TabsPanel, TabsTab } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../parts/section';
import { EvolutionMapPanel } from '../input/evolution-map-panel';
import { NeighborStrip } from '../input/neighbor-strip';
import { ReasonTabs } from '../input/reason-tabs';
import type { Tried, TriedSide } from './try-query';

/** What the detectors looked at, of the image as it was given or of what the attack made of it. */
export function TriedReasons({
  tried: { given, attacked },
  taps,
}: {
  readonly tried: Tried;
  /** Layers of the model in forward order. */
  readonly taps: readonly string[];
}) {
  const [side, setSide] = useState<'given' | 'attacked'>('attacked');
  const shown = side === 'attacked' && attacked ? attacked.image : given;
  const choice = attacked && (
    <SegmentedControl
      size="xs"
      aria-label="Reasons of"
      value={side}
      data={[
        { value: 'given', label: 'As given' },
        { value: 'attacked', label: 'Attacked' },
      ]}
      onChange={(value) => setSide(value === 'given' ? 'given' : 'attacked')}
    />
  );
  const maps = shown.verdicts.flatMap(({ map, detector }) => (map ? [{ map, detector }] : []));
  const strips = stripsOf(shown, taps);
  return (
    <>
      {maps.length > 0 && (
        <Section
          title="Evolution map"
          note="how near each class is in each layer; the mean is over authentic images"
          actions={choice}
        >
          <ReasonTabs first={maps[0]?.detector.id ?? ''}>
            {maps.length > 1 && (
              <TabsList mb="md">
                {maps.map(({ detector: { id, name } }) => (
                  <TabsTab key={id} value={id}>
                    {name}
                  </TabsTab>
                ))}
              </TabsList>
            )}
            {maps.map(({ map, detector: { id, name } }) => (
              <TabsPanel key={id} value={id}>
                <EvolutionMapPanel map={map} name={name} />
              </TabsPanel>
            ))}
          </ReasonTabs>
        </Section>
      )}
      {strips.length > 0 && (
        <Section
          title="Nearest training images"
          note="d: distance; w: share of the weight of all neighbors"
          actions={maps.length === 0 && choice}
        >
          {strips.map((neighbors) => (
            <NeighborStrip
              key={neighbors.layer}
              neighbors={neighbors}
              predicted={shown.predictions[0]?.className ?? ''}
            />
          ))}
        </Section>
      )}
    </>
  );
}

/** Detectors that differ only in weighting look at the same neighbors of a layer: one strip a layer, in forward order. */
function stripsOf({ verdicts }: TriedSide, taps: readonly string[]) {
  const byLayer = new Map(
    verdicts.flatMap(({ neighbors }) => (neighbors ? [[neighbors.layer, neighbors] as const] : [])),
  );
  return [...byLayer.values()].sort((a, b) => taps.indexOf(a.layer) - taps.indexOf(b.layer));
}

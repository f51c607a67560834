'use client';

import { Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../../lib/use-answer';
import { DataTable } from '../../../parts/data-table';
import { Section } from '../../../parts/section';
import { TryAgain } from '../../../parts/try-again';
import { formatBytes, formatNumber } from '../../../text/numbers';
import { type TriedSide, TryBundlesQuery } from '../try-query';
import { type InBrowser, useBrowserScorer } from './use-browser-scorer';

interface Row {
  readonly name: string;
  readonly score: number;
  readonly bytes: number | undefined;
  readonly here: InBrowser | undefined;
}

/** The same scores computed in this browser, from the detectors' bundles, with the difference to the server's. */
export function InBrowserSection({
  side,
  serverMilliseconds,
  channels,
}: {
  /** The image as it was given. */
  readonly side: TriedSide;
  readonly serverMilliseconds: number;
  readonly channels: number;
}) {
  const [on, setOn] = useState(false);
  const ids = side.verdicts.map(({ detector }) => detector.id);
  const { data, failed, again } = useAnswer(TryBundlesQuery, { ids }, on);
  const bundles = new Map(
    (on ? (data?.nodes ?? []) : []).flatMap((node) =>
      node?.__typename === 'Detector' && node.bundle ? [[node.id, node.bundle] as const] : [],
    ),
  );
  const urls = ids.flatMap((id) => bundles.get(id)?.url ?? []);
  const known = useBrowserScorer(urls, on ? side.picture : undefined, channels);
  const rows = side.verdicts.map(({ detector: { id, name }, score }): Row => {
    const bundle = bundles.get(id);
    return { name, score, bytes: bundle?.bytes, here: bundle && known.get(bundle.url) };
  });
  return (
    <Section
      title="In this browser"
      note="the same detectors, from their bundles, without the server"
      actions={
        <Switch
          size="sm"
          label="Compute here too"
          checked={on}
          onChange={({ currentTarget: { checked } }) => setOn(checked)}
        />
      }
    >
      {on ? (
        <>
          {failed && <TryAgain again={again}>The bundles could not be found.</TryAgain>}
          <DataTable
            label="Scores of server and browser"
            rows={rows}
            rowKey={({ name }) => name}
            columns={[
              { title: 'Detector', cell: ({ name }) => name },
              { title: 'Server', figures: true, cell: ({ score }) => score.toPrecision(7) },
              { title: 'Browser', figures: true, cell: scoreHere },
              { title: 'Difference', figures: true, cell: differenceOf },
              { title: 'Time here', figures: true, cell: timeHere },
            ]}
          />
          <Text size="xs" c="dimmed" mt="sm">
            Model and all detectors took the server {Math.round(serverMilliseconds)} ms. Your browser is given
            the picture in whole bytes: of an attacked input, whose values lie between them, that is part of
            the difference.
          </Text>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          Downloads the bundles of these detectors, holds every file in them against its sha256, and scores
          the image as it was given with them.
        </Text>
      )}
    </Section>
  );
}

function scoreHere({ here, bytes }: Row) {
  if (here?.verdict) return here.verdict.score.toPrecision(7);
  if (here?.state === 'failed') return here.message;
  if (bytes === undefined) return 'no bundle';
  return here?.state === 'open' ? 'scoring …' : `reading ${formatBytes(bytes)} …`;
}

function differenceOf({ here, score }: Row) {
  return here?.verdict ? formatNumber(Math.abs(here.verdict.score - score)) : '–';
}

function timeHere({ here }: Row) {
  return here?.verdict ? `${Math.round(here.verdict.milliseconds)} ms (${here.verdict.backend})` : '–';
}

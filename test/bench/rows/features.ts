import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFeatures } from '@fiducial/core/activations';
import { standardCnn } from '@fiducial/core/models';
import { builtInDigits, writeNpy } from '@fiducial/formats';
import { startPeer } from '../../peers/peer-process';
import { trainedDigits } from '../../peers/trained-digits';
import type { Benchmark, Contender } from '../benchmark';
import { fact, interleave, limitGoal, speedGoals, timed } from '../interleave';
import { ourVersion } from '../our-version';
import { taken } from '../taken';
import { attackPeers } from './gradient-attacks';

/** Pooled features of the five layers that the standard bed looks at. */
export const features: Benchmark = {
  name: 'features',
  run: async ({ folder, peers }) => {
    const { model } = await trainedDigits(folder, 1);
    const digits = builtInDigits();
    const rows = peers ? digits.labels.length : 1000;
    const data = Float32Array.from(digits.images.subarray(0, rows * 784), (byte) => byte / 255);
    const shape: [number, number, number] = [28, 28, 1];
    writeFileSync(join(folder, 'all-images.npy'), writeNpy('float32', [rows, ...shape], data));
    const ours: Contender = {
      ...ourVersion(),
      units: rows,
      run: async () => {
        const found: Float32Array[] = [];
        const { seconds } = await timed(async () => {
          const options = { taps: [...standardCnn.taps], context: { seed: 0 } };
          for await (const chunk of extractFeatures(model, { data, shape }, options))
            for (const part of chunk.features.values()) found.push(part.data);
        });
        const checksum = found.reduce((total, part) => part.reduce((sum, value) => sum + value, total), 0);
        return { seconds, facts: { checksum } };
      },
    };
    const peer = peers ? startPeer(attackPeers, folder) : null;
    const versions = await peer?.ask('versions');
    const others: Contender[] = peer
      ? [
          {
            name: 'PyTorch',
            version: String(versions?.PyTorch),
            units: rows,
            run: () => taken(peer.ask('features', { rows, batch: 128 })),
          },
          {
            name: 'ART',
            version: String(versions?.ART),
            units: rows,
            rounds: 2,
            run: () => taken(peer.ask('featuresByArt', { rows, batch: 128 })),
          },
        ]
      : [];
    const measured = await interleave([ours, ...others], peers ? 4 : 2);
    peer?.stop();
    const share = fact(measured, 'Fiducial', 'checksum') / fact(measured, 'PyTorch', 'checksum');
    return [
      {
        work: `5 pooled taps of ${rows} digits, batches of 128`,
        unit: 'images',
        measured,
        goals: peers
          ? [
              ...speedGoals(measured, { PyTorch: 1, ART: 4 }),
              limitGoal("sum of all features against PyTorch's, relative difference", Math.abs(share - 1), {
                most: 1e-5,
              }),
            ]
          : [],
      },
    ];
  },
};

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evolutionMaps, lstmHead, trainHead } from '@fiducial/core/detectors';
import { seededRandom } from '@fiducial/core/tensors';
import { writeNpy } from '@fiducial/formats';
import { startPeer } from '../../peers/peer-process';
import type { Benchmark, Contender } from '../benchmark';
import { interleave, limitGoal, oursOf, speedGoals, timed } from '../interleave';
import { ourVersion } from '../our-version';
import { taken } from '../taken';

const classes = 10;
/** Widths of the standard bed's five taps. */
const widths = [32, 64, 64, 200, 200];

/** Evolution maps from cached activations. */
export const maps: Benchmark = {
  name: 'evolution-map',
  run: async () => {
    const rows = 10_000;
    const random = seededRandom(3);
    const draw = (count: number, dimensions: number) => ({
      data: Float32Array.from({ length: count * dimensions }, () => random.normal()),
      dimensions,
    });
    const layers = widths.map((dimensions, at) => ({
      name: `layer ${at}`,
      features: draw(rows, dimensions),
      points: { ...draw(classes, dimensions), classes },
    }));
    const comparisons = [];
    for (const distance of ['euclidean', 'cosine'] as const) {
      const ours: Contender = {
        ...ourVersion(),
        units: rows,
        run: () => timed(async () => evolutionMaps(layers, { rows, classes, distance })),
      };
      const measured = await interleave([ours], 5);
      const seconds = Math.min(...oursOf(measured).seconds);
      comparisons.push({
        work: `evolution maps, ${distance}, 5 layers, 10 classes, from cached activations of ${rows} inputs`,
        unit: 'inputs',
        measured,
        goals: [limitGoal('seconds', seconds, { most: 1 })],
      });
    }
    return comparisons;
  },
};

/** Training of the LSTM on evolution maps of the standard bed's shape. */
export const lstmTraining: Benchmark = {
  name: 'lstm-training',
  run: async ({ folder, peers }) => {
    const [rows, layers, units, epochs] = [5000, widths.length, 100, peers ? 100 : 10];
    const random = seededRandom(4);
    const groups = Array.from({ length: rows }, (_, row) => (row % 2 ? 'pgd' : 'authentic'));
    const values = Float32Array.from({ length: rows * layers * classes }, (_, at) => {
      const adversarial = Math.floor(at / (layers * classes)) % 2;
      return random.normal() + 0.1 * adversarial;
    });
    writeFileSync(join(folder, 'maps.npy'), writeNpy('float32', [rows, layers, classes], values));
    const labels = Int32Array.from(groups, (group) => Number(group !== 'authentic'));
    writeFileSync(join(folder, 'map-labels.npy'), writeNpy('int32', [rows], labels));
    const train = { maps: values, groups };
    const few = { maps: values.slice(0, 100 * layers * classes), groups: groups.slice(0, 100) };
    const training = { epochs, batchSize: 128, learningRate: 3e-4, sampling: 'group' as const };
    const ours: Contender = {
      ...ourVersion(),
      units: epochs,
      run: async () => {
        let loss = Number.NaN;
        const context = {
          seed: 0,
          onMetric: ({ name, value }: { name: string; value: number }) => {
            if (name === 'loss') loss = value;
          },
        };
        const { seconds } = await timed(() =>
          trainHead(
            lstmHead({ layers, classes, units }),
            { train, validation: few, shape: [layers, classes] },
            { training, context },
          ),
        );
        return { seconds, facts: { loss } };
      },
    };
    const peer = peers ? startPeer(join(import.meta.dirname, '..', 'peers', 'keras_peer.py'), folder) : null;
    const versions = await peer?.ask('versions');
    const others: Contender[] = peer
      ? [
          {
            name: 'Keras',
            version: String(versions?.Keras),
            units: epochs,
            run: () => taken(peer.ask('train', { epochs, units, batch: 128 })),
          },
        ]
      : [];
    const measured = await interleave([ours, ...others], peers ? 2 : 1, { warmUp: false });
    peer?.stop();
    return [
      {
        work: `LSTM of ${units} units, ${epochs} epochs of ${rows} maps ${layers} x ${classes}, batch 128`,
        unit: 'epochs',
        measured,
        goals: speedGoals(measured, { Keras: 1 / 1.5 }),
      },
    ];
  },
};

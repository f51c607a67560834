import { startPeer } from '../../peers/peer-process';
import { trainedDigits } from '../../peers/trained-digits';
import type { Benchmark, Contender } from '../benchmark';
import { fact, interleave, limitGoal, speedGoals } from '../interleave';
import { ourAttack } from '../our-attack';
import { ourVersion } from '../our-version';
import { taken } from '../taken';
import { attackPeers } from './gradient-attacks';

/** Carlini and Wagner's attack with five searches of 100 steps. */
export const carliniWagner: Benchmark = {
  name: 'carlini-wagner',
  run: async ({ folder, peers }) => {
    // ART takes seconds an image: it gets fewer, in one batch as well.
    const [count, few] = [peers ? 50 : 4, 20];
    const bed = await trainedDigits(folder, count);
    const peer = peers ? startPeer(attackPeers, folder) : null;
    const versions = await peer?.ask('versions');
    const ours: Contender = {
      ...ourVersion(),
      units: count,
      rounds: peers ? 2 : 1,
      run: () => ourAttack(bed, 'carliniWagnerL2', { searches: 5, steps: 100, batchSize: count }),
    };
    const others: Contender[] = peer
      ? [
          {
            name: 'Foolbox',
            version: String(versions?.Foolbox),
            units: count,
            run: () => taken(peer.ask('foolbox', { attack: 'carliniWagnerL2', size: count, count })),
          },
          {
            name: 'ART',
            version: String(versions?.ART),
            units: few,
            rounds: 1,
            run: () => taken(peer.ask('art', { size: few, count: few })),
          },
        ]
      : [];
    const measured = await interleave([ours, ...others], 2);
    peer?.stop();
    const success = fact(measured, 'Fiducial', 'success');
    const excess = fact(measured, 'Fiducial', 'meanL2') / fact(measured, 'Foolbox', 'meanL2');
    return [
      {
        work: `Carlini-Wagner L2, 5 searches of 100 steps, ${count} digits in one batch`,
        unit: 'images',
        measured,
        goals: [
          ...speedGoals(measured, { ART: 10, Foolbox: 1 }),
          limitGoal('success', success, { least: 1 }),
          ...(peers ? [limitGoal("mean L2, as a share of Foolbox's", excess, { most: 1.01 })] : []),
        ],
      },
    ];
  },
};

/** DeepFool in L2, ten candidate classes, at most 50 steps. */
export const deepFool: Benchmark = {
  name: 'deep-fool',
  run: async ({ folder, peers }) => {
    const count = peers ? 100 : 16;
    const bed = await trainedDigits(folder, count);
    const peer = peers ? startPeer(attackPeers, folder) : null;
    const versions = await peer?.ask('versions');
    const ours: Contender = {
      ...ourVersion(),
      units: count,
      run: () => ourAttack(bed, 'deepFool', { norm: 'L2', batchSize: count }),
    };
    const others: Contender[] = peer
      ? [
          {
            name: 'Foolbox',
            version: String(versions?.Foolbox),
            units: count,
            run: () => taken(peer.ask('foolbox', { attack: 'deepFoolL2', size: count, count })),
          },
        ]
      : [];
    const measured = await interleave([ours, ...others], peers ? 4 : 2);
    peer?.stop();
    const share = fact(measured, 'Fiducial', 'meanL2') / fact(measured, 'Foolbox', 'meanL2');
    return [
      {
        work: `DeepFool L2, ${count} digits in one batch`,
        unit: 'images',
        measured,
        goals: peers
          ? [
              ...speedGoals(measured, { Foolbox: 1 }),
              limitGoal("mean L2, as a share of Foolbox's", share, { most: 1.001 }),
            ]
          : [],
      },
    ];
  },
};

import { startPeer } from '../../peers/peer-process';
import { trainedDigits } from '../../peers/trained-digits';
import type { Benchmark, Contender } from '../benchmark';
import { fact, interleave, limitGoal, speedGoals } from '../interleave';
import { ourAttack } from '../our-attack';
import { ourVersion } from '../our-version';
import { taken } from '../taken';
import { attackPeers } from './gradient-attacks';

/** Some of the digits hold out here, so that every attack of the ensemble has work. */
const epsilon = 0.12;

/** The standard ensemble, on few images: those that hold out cost thousands of queries. */
export const autoAttack: Benchmark = {
  name: 'auto-attack',
  run: async ({ folder, peers }) => {
    const count = peers ? 24 : 4;
    const bed = await trainedDigits(folder, count);
    const peer = peers ? startPeer(attackPeers, folder) : null;
    const versions = await peer?.ask('versions');
    const ours: Contender = {
      ...ourVersion(),
      units: count,
      rounds: peers ? 2 : 1,
      run: () => ourAttack(bed, 'autoAttack', { epsilon, norm: 'Linf', batchSize: count }),
    };
    const theirs = { attack: 'autoAttack', size: count, count, eps: epsilon };
    const others: Contender[] = peer
      ? [
          {
            name: 'torchattacks',
            version: String(versions?.torchattacks),
            units: count,
            run: () => taken(peer.ask('torchattacks', theirs)),
          },
        ]
      : [];
    const measured = await interleave([ours, ...others], 2, { warmUp: false });
    peer?.stop();
    // In images: torchattacks' share is rounded to single precision.
    const fooled = (by: string) => Math.round(count * fact(measured, by, 'success'));
    const success = fooled('Fiducial') / fooled('torchattacks');
    return [
      {
        work: `AutoAttack, sup norm, epsilon ${epsilon}, ${count} digits in one batch`,
        unit: 'images',
        measured,
        goals: [
          ...speedGoals(measured, { torchattacks: 0.5 }),
          ...(peers ? [limitGoal("success, as a share of torchattacks'", success, { least: 1 })] : []),
        ],
      },
    ];
  },
};

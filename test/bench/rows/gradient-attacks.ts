import { join } from 'node:path';
import { startPeer } from '../../peers/peer-process';
import { trainedDigits } from '../../peers/trained-digits';
import type { Benchmark, Contender } from '../benchmark';
import { interleave, speedGoals } from '../interleave';
import { ourAttack } from '../our-attack';
import { ourVersion } from '../our-version';
import { taken } from '../taken';

const [epsilon, stepSize] = [40 / 255, 2 / 255];

/** Forty steps of the iterated attacks, no image leaving early. */
export const gradientAttacks: Benchmark = {
  name: 'gradient-attacks',
  run: async ({ folder, peers }) => {
    const count = peers ? 128 : 32;
    const bed = await trainedDigits(folder, count);
    const peer = peers ? startPeer(attackPeers, folder) : null;
    const versions = await peer?.ask('versions');
    const comparisons = [];
    for (const [id, title] of [
      ['pgd', 'PGD'],
      ['bim', 'BIM'],
      ['miFgsm', 'MI-FGSM'],
    ] as const) {
      const ours: Contender = {
        ...ourVersion(),
        units: count,
        run: () => ourAttack(bed, id, { epsilon, stepSize, steps: 40, batchSize: count }),
      };
      const given = { attack: id, size: count, count, eps: epsilon, steps: 40 };
      const others: Contender[] = peer
        ? [
            {
              name: 'torchattacks',
              version: String(versions?.torchattacks),
              units: count,
              run: () => taken(peer.ask('torchattacks', { ...given, alpha: stepSize })),
            },
            {
              name: 'Foolbox',
              version: String(versions?.Foolbox),
              units: count,
              run: () => taken(peer.ask('foolbox', { ...given, abs_stepsize: stepSize })),
            },
          ]
        : [];
      const measured = await interleave([ours, ...others], peers ? 4 : 2);
      comparisons.push({
        work: `${title}, 40 steps, ${count} digits in one batch`,
        unit: 'images',
        measured,
        goals: speedGoals(measured, { torchattacks: 1, Foolbox: 1 }),
      });
    }
    peer?.stop();
    return comparisons;
  },
};

/** The Python program with the attacks of others. */
export const attackPeers = join(import.meta.dirname, '..', 'peers', 'attack_peers.py');

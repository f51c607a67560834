import type { Benchmark } from './benchmark';
import { autoAttack } from './rows/auto-attack';
import { features } from './rows/features';
import { gradientAttacks } from './rows/gradient-attacks';
import { lstmTraining, maps } from './rows/maps';
import { memory } from './rows/memory';
import { carliniWagner, deepFool } from './rows/minimal-norm';
import { approximateNeighbors, exactNeighbors } from './rows/neighbors';

/** The rows of docs/benchmarks.md, in order. */
export const benchmarks: readonly Benchmark[] = [
  gradientAttacks,
  features,
  carliniWagner,
  deepFool,
  autoAttack,
  exactNeighbors,
  approximateNeighbors,
  maps,
  lstmTraining,
  memory,
];

import type { PeerAnswer } from '../peers/peer-process';

/** What one run of a contender took, and what it found. */
export interface Outcome {
  readonly seconds: number;
  readonly facts?: PeerAnswer;
}

/** One way to do a piece of work; `units` of it are done in one run. */
export interface Contender {
  readonly name: string;
  /** Of the library and what it stands on. */
  readonly version: string;
  readonly units: number;
  /** Fewer than the others get where it is slow. */
  readonly rounds?: number;
  readonly run: () => Promise<Outcome>;
}

/** A contender after its runs. */
export interface Measured {
  readonly name: string;
  readonly version: string;
  readonly units: number;
  /** Of every run, in order. */
  readonly seconds: readonly number[];
  /** Of the last run. */
  readonly facts: PeerAnswer;
}

/** A figure that is to be reached: what it is, what was found, what was wanted, and whether it is reached. */
export interface Goal {
  readonly what: string;
  readonly found: string;
  readonly wanted: string;
  readonly reached: boolean;
}

/** One piece of work with everybody who did it. */
export interface Comparison {
  readonly work: string;
  /** In the plural, such as `images`. */
  readonly unit: string;
  readonly measured: readonly Measured[];
  readonly goals: readonly Goal[];
}

/** Where benchmarks run. */
export interface Bed {
  /** Keeps the trained weights and what is handed to peers. */
  readonly folder: string;
  /** False where ours runs alone, on WebAssembly: with less work, since figures are per second. */
  readonly peers: boolean;
}

/** A row of the table of figures to reach. */
export interface Benchmark {
  readonly name: string;
  readonly run: (bed: Bed) => Promise<Comparison[]>;
}

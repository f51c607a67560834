import type { RunInputs } from '../jobs/run-inputs';

/** Memory that a run takes for one thing. */
export interface NeedPart {
  /** What for, as people read it: `features of 5 layers`. */
  readonly what: string;
  readonly bytes: number;
  /** The field of its launch by which this becomes less. */
  readonly field?: string;
}

/** What a run is expected to need, from shapes and counts that are known before it starts. */
export interface Need {
  /** Its largest resident memory is taken to be their sum. */
  readonly parts: readonly NeedPart[];
  /** Elementary operations, roughly: the time of like runs grows with it. */
  readonly work: number;
  /** Work of one second on two cores with native TensorFlow, for where no like run was measured. */
  readonly workPerSecond: number;
  /** Runs of one kind with the same word take time in proportion to their work. */
  readonly like: string;
}

/** What is known of a run before it starts: its checked parameters, and what its inputs left behind. */
export interface KnownRun<Params = unknown> {
  readonly params: Params;
  readonly inputs: RunInputs;
}

/**
 * Resident memory of a child that has loaded native TensorFlow and computed something, and of one that has loaded the
 * tasks alone, in bytes. Measured on Linux x64: 400 MB with native TensorFlow, to which the smallest computation adds 60.
 */
const processBytes = { backend: 460e6, plain: 250e6 } as const;

/** The process itself. */
export const processPart = (kind: keyof typeof processBytes): NeedPart => ({
  what: kind === 'backend' ? 'the process with TensorFlow' : 'the process',
  bytes: processBytes[kind],
});

/** Bytes of the artifacts of an input whose names begin so; 0 without that input. */
export function bytesOf(inputs: RunInputs, role: string, ...beginnings: readonly string[]): number {
  return Object.entries(inputs[role]?.artifacts ?? {})
    .filter(([name]) => beginnings.some((beginning) => name.startsWith(beginning)))
    .reduce((sum, [, { bytes }]) => sum + bytes, 0);
}

/** Roles of attack sets, in order. */
export function attackSetRoles(inputs: RunInputs): string[] {
  return Object.keys(inputs).filter((role) => role.startsWith('attackSet/'));
}

/** The product of sizes. */
export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Values of all activations of one image in a network whose layers have these output shapes. */
export function activationValues(layers: readonly { readonly outputShape: readonly number[] }[]): number {
  return layers.reduce((sum, { outputShape }) => sum + product(outputShape), 0);
}

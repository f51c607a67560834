import type { Outputs } from './task';

/** An output that is written while it is computed. */
export interface OpenOutput {
  /** Waits until the chunk before was taken, so that memory holds one at most. */
  write(chunk: Uint8Array): Promise<void>;
  /** Waits until everything rests on disk. */
  end(): Promise<void>;
}

/** Opens an output whose chunks come one after another; several may be open at once. */
export function openOutput(outputs: Outputs, name: string, mediaType: string): OpenOutput {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const written = outputs.write(name, mediaType, readable);
  const writer = writable.getWriter();
  // Told by the next write or the end, whichever comes first.
  written.catch(() => undefined);
  writer.closed.catch(() => undefined);
  const orItsFailure = async (step: Promise<void>) => {
    await step.catch(() => written);
  };
  return {
    write: (chunk) => orItsFailure(writer.write(chunk)),
    end: async () => {
      await orItsFailure(writer.close());
      await written;
    },
  };
}

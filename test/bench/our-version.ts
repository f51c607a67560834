import { tf } from '@fiducial/core/tensors';

/** Ours among contenders, with what it stands on. */
export function ourVersion(): { name: 'Fiducial'; version: string } {
  const native = tf.getBackend() === 'tensorflow';
  return {
    name: 'Fiducial',
    version: `TF.js ${tf.version['tfjs-core']}, ${native ? 'native' : tf.getBackend()}`,
  };
}

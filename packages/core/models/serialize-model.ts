import { tf } from '../tensors/tf';

/** A layers-model as bytes: `model.json` (with one weight file, `weights.bin`) and the weights. */
export interface SerializedModel {
  readonly modelJson: string;
  readonly weightData: Uint8Array;
}

/** Writes a model without touching a file: the bytes are handed to our own handler. */
export async function serializeModel(model: tf.LayersModel): Promise<SerializedModel> {
  let saved: SerializedModel | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      saved = {
        modelJson: JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest }),
        weightData: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
      };
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  if (!saved) throw new Error('the model was not handed over by TensorFlow.js');
  return saved;
}

/** Reads a model whose files were checked by `@fiducial/formats` before. */
export async function deserializeModel(file: {
  readonly modelTopology: object;
  readonly weightSpecs: readonly { name: string; shape: readonly number[]; dtype: string }[];
  readonly weightData: Uint8Array;
}): Promise<tf.LayersModel> {
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: file.modelTopology,
      weightSpecs: file.weightSpecs as tf.io.WeightsManifestEntry[], // checked by our own schema
      weightData: new Uint8Array(file.weightData).buffer,
    }),
  );
}

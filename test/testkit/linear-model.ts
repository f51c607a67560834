/** A TF.js layers-model of one dense layer, as people upload them: model.json and its one weight file. */
export function linearModel({ inputShape, classes }: { inputShape: readonly number[]; classes: number }): {
  json: object;
  weights: Buffer;
} {
  const inputs = inputShape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: inputs * classes + classes }, (_, at) => Math.sin(at));
  const layer = (className: string, config: Record<string, unknown>) => ({ class_name: className, config });
  return {
    weights: Buffer.from(values.buffer),
    json: {
      format: 'layers-model',
      generatedBy: 'test',
      convertedBy: null,
      modelTopology: {
        class_name: 'Sequential',
        config: {
          name: 'linear',
          layers: [
            layer('Flatten', {
              name: 'flat',
              trainable: true,
              batch_input_shape: [null, ...inputShape],
              dtype: 'float32',
            }),
            layer('Dense', {
              name: 'logits',
              trainable: true,
              units: classes,
              activation: 'linear',
              use_bias: true,
            }),
          ],
        },
        keras_version: 'tfjs-layers 4.22.0',
        backend: 'tensor_flow.js',
      },
      weightsManifest: [
        {
          paths: ['weights.bin'],
          weights: [
            { name: 'logits/kernel', shape: [inputs, classes], dtype: 'float32' },
            { name: 'logits/bias', shape: [classes], dtype: 'float32' },
          ],
        },
      ],
    },
  };
}

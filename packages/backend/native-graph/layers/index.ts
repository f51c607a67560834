import { convolution, dense, depthwiseConvolution, separableConvolution } from './convolutions';
import { identity, type WriteLayer } from './layer-graph';
import { add, average, concatenate, multiply } from './merging';
import { activation, batchNormalization, elu, leakyRelu, relu, rescaling, softmaxLayer } from './pointwise';
import { averagePooling, globalAveragePooling, globalMaxPooling, maxPooling } from './pooling';
import { permute, reshape, zeroPadding } from './shapes';

/** The layers that the graph has a form for, by TF.js' class names. What acts in training only is an identity here. */
export const layerGraphs: Readonly<Record<string, WriteLayer>> = {
  Conv2D: convolution,
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv2D: separableConvolution,
  Dense: dense,
  MaxPooling2D: maxPooling,
  AveragePooling2D: averagePooling,
  GlobalAveragePooling2D: globalAveragePooling,
  GlobalMaxPooling2D: globalMaxPooling,
  Activation: activation,
  ReLU: relu,
  LeakyReLU: leakyRelu,
  ELU: elu,
  Softmax: softmaxLayer,
  BatchNormalization: batchNormalization,
  Rescaling: rescaling,
  Add: add,
  Average: average,
  Multiply: multiply,
  Concatenate: concatenate,
  ZeroPadding2D: zeroPadding,
  Flatten: reshape,
  Reshape: reshape,
  Permute: permute,
  Dropout: identity,
  AlphaDropout: identity,
  GaussianDropout: identity,
  GaussianNoise: identity,
};

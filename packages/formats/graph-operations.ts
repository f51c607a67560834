/**
 * Operations that a model in graph format may have: those of image classifiers, whose results depend on their inputs
 * alone. Control flow, functions, tables, files, text, chance and custom operations are not among them.
 */
export const knownOperations = [
  'Placeholder', 'Const', 'Identity', 'IdentityN', 'Snapshot', 'StopGradient', 'NoOp',
  'Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'DepthwiseConv2d', 'FusedDepthwiseConv2dNative', 'MatMul',
  '_FusedMatMul', 'BatchMatMul', 'BatchMatMulV2', 'BiasAdd', 'FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3',
  'LRN', 'MaxPool', 'AvgPool', 'Mean', 'Sum', 'Max', 'Min', 'Prod', 'Softmax', 'LogSoftmax',
  'Add', 'AddV2', 'AddN', 'Sub', 'Mul', 'RealDiv', 'Div', 'DivNoNan', 'FloorDiv', 'Maximum', 'Minimum', 'Pow',
  'SquaredDifference', 'Abs', 'Ceil', 'ClipByValue', 'Elu', 'Erf', 'Exp', 'Expm1', 'Floor', 'LeakyRelu', 'Log', 'Log1p',
  'Neg', 'Prelu', 'Reciprocal', 'Relu', 'Relu6', 'Round', 'Rsqrt', 'Selu', 'Sigmoid', 'Sign', 'Softplus', 'Sqrt',
  'Square', 'Tanh', 'Cast', 'ExpandDims', 'Squeeze', 'Reshape', 'EnsureShape', 'Shape', 'Rank', 'Size', 'Transpose',
  'Pad', 'PadV2', 'MirrorPad', 'SpaceToBatchND', 'BatchToSpaceND', 'DepthToSpace', 'BroadcastTo', 'Concat', 'ConcatV2',
  'Gather', 'GatherV2', 'Slice', 'StridedSlice', 'Pack', 'Unpack', 'Tile', 'Split', 'SplitV', 'Reverse', 'ReverseV2',
  'Fill', 'OnesLike', 'ZerosLike', 'Range', 'ResizeBilinear', 'ResizeNearestNeighbor', 'Greater', 'GreaterEqual', 'Less',
  'LessEqual', 'Select', 'SelectV2', 'Einsum',
] as const; // biome-ignore format: a list to scan

/** Nodes of a graph that compute nothing of an image. */
const still = ['Const', 'Placeholder', 'NoOp'];

/** Layers and operations whose activations nobody is given: registrations that ask for them are refused. */
const withoutFeatures = [
  'InputLayer',
  'Flatten',
  'Dropout',
  'Reshape',
  'ZeroPadding2D',
  'Softmax',
  'Permute',
];

/**
 * Names of the layers, or of the nodes of a graph, in a model.json that may have activations worth keeping, each once; none
 * where it is something else. Of layers the last, which gives the model's output, is left out.
 */
export function namesInModel(json: string): string[] {
  const topology = field(parsed(json), 'modelTopology');
  const config = field(field(topology, 'model_config') ?? topology, 'config');
  const layers = listOf(Array.isArray(config) ? config : field(config, 'layers'))
    .slice(0, -1)
    .filter((layer) => !withoutFeatures.includes(String(field(layer, 'class_name'))));
  const nodes = listOf(field(topology, 'node')).filter(
    (node) => ![...still, ...withoutFeatures].includes(String(field(node, 'op'))),
  );
  const names = [
    ...layers.map((layer) => field(field(layer, 'config'), 'name')),
    ...nodes.map((node) => field(node, 'name')),
  ];
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The server says what is wrong with it.
    return undefined;
  }
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined; // any object has keys
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

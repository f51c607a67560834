import { compileNetwork } from '@fiducial/backend';
import {
  type Classifier,
  type CompileNetwork,
  gatherImages,
  type ImageArray,
  layersClassifier,
  standardCnn,
} from '@fiducial/core/models';
import { builtInDigits } from '@fiducial/formats';

/** The first digits of the built-in copy, class by class in turn. */
export function someDigits(count: number): { images: ImageArray; labels: Int32Array } {
  const digits = builtInDigits();
  const perClass = Array.from({ length: 10 }, (_, label) =>
    [...digits.labels.keys()].filter((row) => digits.labels[row] === label),
  );
  const rows = Array.from({ length: count }, (_, at) => perClass[at % 10]?.[Math.floor(at / 10)] ?? 0);
  return {
    images: gatherImages({ data: digits.images, shape: [28, 28, 1] }, rows),
    labels: Int32Array.from(rows, (row) => digits.labels[row] ?? 0),
  };
}

/**
 * The standard CNN with its first weights, layer by layer and as one graph: how long it takes does not depend on what it
 * has learned. Where there is no graph, the first alone, and the reason is printed.
 */
export function freshModels(): { name: string; model: Classifier }[] {
  const build = (compile?: CompileNetwork) =>
    layersClassifier(standardCnn.build([28, 28, 1], 10, 0), [0, 1], compile);
  const compiled = build(compileNetwork);
  const layers = { name: 'layers', model: build() };
  if (compiled.execution?.by !== 'layers') return [layers, { name: 'graph', model: compiled }];
  console.log(`no graph: ${compiled.execution.reason}`);
  return [layers];
}

import { attackDetectorTask } from '../adaptive-attack/attack-detector.task';
import { attackTask } from '../attack-set/attack.task';
import { importDatasetTask } from '../dataset/import-dataset.task';
import { fitDetectorTask } from '../detector/fit-detector.task';
import { evaluateTask } from '../evaluation/evaluate.task';
import { recountLayersTask } from '../layer-sweep/recount-layers.task';
import { sweepLayersTask } from '../layer-sweep/sweep-layers.task';
import { registerModelTask } from '../model/register-model.task';
import { trainModelTask } from '../model/train-model.task';
import { buildReferenceSetTask } from '../reference-set/build-reference-set.task';
import { drawSampleTask } from '../sample/draw-sample.task';
import type { Task } from './task';

/** All kinds of runs, in the order in which a study meets them. Each checks its own parameters. */
export const tasks = [
  importDatasetTask,
  trainModelTask,
  registerModelTask,
  drawSampleTask,
  attackTask,
  buildReferenceSetTask,
  fitDetectorTask,
  evaluateTask,
  sweepLayersTask,
  recountLayersTask,
  attackDetectorTask,
] as unknown as readonly Task[]; // each task's own parameters meet its own schema before it runs

import { adaptiveAttackForm } from './forms/adaptive-attack-form';
import { attackForm } from './forms/attack-form';
import { datasetForm } from './forms/dataset-form';
import { detectorForm } from './forms/detector-form';
import { evaluationForm } from './forms/evaluation-form';
import type { LaunchFormPlan } from './forms/launch-form-plan';
import { layerSweepForm } from './forms/layer-sweep-form';
import { modelForm } from './forms/model-form';
import { otherKForm } from './forms/other-k-form';
import { protocolForm } from './forms/protocol-form';
import { referenceSetForm } from './forms/reference-set-form';
import { repeatForm } from './forms/repeat-form';
import { sampleForm } from './forms/sample-form';
import { testBedForm } from './forms/test-bed-form';
import { uploadedModelForm } from './forms/uploaded-model-form';
import type { LaunchId } from './launch-titles';

/** The launch forms, by their name in addresses. */
export const launchForms: Readonly<Record<LaunchId, LaunchFormPlan>> = {
  dataset: datasetForm,
  'test-bed': testBedForm,
  protocol: protocolForm,
  model: modelForm,
  'uploaded-model': uploadedModelForm,
  sample: sampleForm,
  attack: attackForm,
  'reference-set': referenceSetForm,
  detector: detectorForm,
  evaluation: evaluationForm,
  repeat: repeatForm,
  'adaptive-attack': adaptiveAttackForm,
  'layer-sweep': layerSweepForm,
  'other-k': otherKForm,
};

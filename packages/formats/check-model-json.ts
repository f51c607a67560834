import { parseGraphModel } from './graph-model';
import { parseLayersModel } from './layers-model';
import { modelFormat } from './model-json';

/** Checks a model.json of either format as far as that can be without its weights. @throws {FormatError} */
export function checkModelJson(json: string): void {
  if (modelFormat(json) === 'graph-model') parseGraphModel(json);
  else parseLayersModel(json);
}

import { z } from 'zod';
import type { PastRun } from '../launch/launchable';
import { datasetSource } from './import-dataset.task';

/** A source as clients give it, of an import that was launched: files are ids of uploads again. */
export function sourceInputOf({ params, upload }: Pick<PastRun, 'params' | 'upload'>): object {
  const { type, ...source } = z.object({ source: datasetSource }).parse(params).source;
  const given = { ...source, ...('color' in source && { color: source.color.toUpperCase() }) };
  return { [type]: { ...given, ...filesOf(given, upload) } };
}

/** Names of parameters that are files. */
const files = ['trainImages', 'trainLabels', 'testImages', 'testLabels', 'archive', 'labels'] as const;

/** The parameters that are files, kept as digests: each is an upload under its own name, sheets are under numbers. */
function filesOf(source: object, upload: PastRun['upload']): object {
  const single = files.filter((name) => name in source).map((name) => [name, upload(name)] as const);
  return {
    ...Object.fromEntries(single),
    ...('sheets' in source &&
      Array.isArray(source.sheets) && { sheets: source.sheets.map((_, at) => upload(`sheet/${at}`)) }),
  };
}

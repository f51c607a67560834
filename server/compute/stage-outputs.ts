import { join } from 'node:path';
import { stageFile } from '../artifact/stage-file';
import { failpoint } from '../jobs/failpoints';
import type { StagedOutput } from './messages';
import type { Outputs } from './task';

/** Outputs that are staged in `folder`, numbered: names may hold anything and never become paths. */
export function stageOutputs(folder: string): { outputs: Outputs; staged: StagedOutput[] } {
  const staged: StagedOutput[] = [];
  const names = new Set<string>();
  const outputs: Outputs = {
    write: async (name, mediaType, bytes) => {
      if (names.has(name)) throw new Error(`Output ${name} was written twice.`);
      names.add(name);
      const file = join(folder, String(names.size));
      await failpoint('staging');
      staged.push({ name, file, mediaType, ...(await stageFile(file, bytes)) });
      await failpoint('childOutput');
    },
  };
  return { outputs, staged };
}

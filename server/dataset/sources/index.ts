import { builtInDigitsSource } from './built-in-digits';
import type { DatasetSource } from './define-source';
import { idxSource } from './idx';
import { imageFolderSource } from './image-folder';
import { mnistSource } from './mnist';
import { spriteSheetsSource } from './sprite-sheets';

const all = [builtInDigitsSource, mnistSource, idxSource, imageFolderSource, spriteSheetsSource] as const;

/** All sources of images. What a source's parameters are, only it knows. */
export const datasetSources: readonly DatasetSource[] = all as unknown as readonly DatasetSource[];

/** Schemas of the parameters, told apart by `type`. */
export const sourceSchemas = [
  builtInDigitsSource.params,
  mnistSource.params,
  idxSource.params,
  imageFolderSource.params,
  spriteSheetsSource.params,
] as const;

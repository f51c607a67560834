import type { ImageRef } from '../image/image-types';
import type { ReportBlock } from './report-blocks';

/** A block as it is read: in a report of a project, or through a public link to one. */
export interface ReadBlock<Block extends ReportBlock = ReportBlock> {
  readonly block: Block;
  /** The project in which everything that it shows is looked up, whoever asks. */
  readonly projectId: string;
  /** A picture of it, by its place in the block, at an address that the one who asks may read. */
  readonly picture: <Picture extends ImageRef>(picture: Picture, place: number) => Picture;
}

/** A block as members of the project read it: pictures stand where they always stand. */
export const asMember = (block: ReportBlock, projectId: string): ReadBlock => ({
  block,
  projectId,
  picture: (picture) => picture,
});

/** What `make` gives for an object, made once: several fields of one answer ask for it. */
export function oncePer<Key extends object, Rest extends readonly unknown[], Value>(
  make: (key: Key, ...rest: Rest) => Value,
): (key: Key, ...rest: Rest) => Value {
  const made = new WeakMap<Key, Value>();
  return (key, ...rest) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key, ...rest);
    made.set(key, value);
    return value;
  };
}

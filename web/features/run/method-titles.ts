import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';

const MethodTitles = graphql(`
  query MethodTitles {
    attackMethods { methodId title }
    detectorMethods { methodId title }
    architectures { methodId title }
  }
`);

/** What people call the methods, by id: parameters name methods by their ids. */
export async function readMethodTitles(): Promise<Readonly<Record<string, string>>> {
  const { attackMethods, detectorMethods, architectures } = await read(MethodTitles, {});
  const all = [...attackMethods, ...detectorMethods, ...architectures];
  return Object.fromEntries(all.map(({ methodId, title }) => [methodId, title]));
}

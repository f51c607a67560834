import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';
import type { DescribedParameter } from '../../parts/parameter-list';

const MethodsQuery = graphql(`
  query Methods {
    attackMethods { methodId title parameters { name description default } }
    adaptiveAttackMethods { methodId title parameters { name description default } }
    detectorMethods { methodId title parameters { name description default } }
    architectures { methodId title parameters { name description default } }
  }
`);

/** What the parameters of a run are shown with. */
export interface ParameterWords {
  /** What people call the methods, by id: parameters name methods by their ids. */
  readonly titles: Readonly<Record<string, string>>;
  /** What the method that the parameters name takes. */
  readonly described: readonly DescribedParameter[];
}

/** Words for the parameters of a run, which name their method as attack, method or architecture. */
export async function readParameterWords(params: unknown): Promise<ParameterWords> {
  const { adaptiveAttackMethods, detectorMethods, architectures, ...plain } = await read(MethodsQuery, {});
  const attackMethods = [...plain.attackMethods, ...adaptiveAttackMethods];
  // The API gives parameters as a JSON object.
  const { attack, method, architecture } = (params ?? {}) as Record<string, unknown>;
  const named =
    attackMethods.find(({ methodId }) => methodId === attack) ??
    detectorMethods.find(({ methodId }) => methodId === method) ??
    architectures.find(({ methodId }) => methodId === architecture);
  const all = [...attackMethods, ...detectorMethods, ...architectures];
  return {
    titles: Object.fromEntries(all.map(({ methodId, title }) => [methodId, title])),
    described: named?.parameters ?? [],
  };
}

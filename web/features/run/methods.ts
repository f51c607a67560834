import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';
import { type ParameterWords, parameterWords, type RunWithParameters } from './form-words';

const MethodsQuery = graphql(`
  query Methods {
    attackMethods { methodId title parameters { name description default options } }
    adaptiveAttackMethods { methodId title parameters { name description default options } }
    detectorMethods { methodId title parameters { name description default options } }
    architectures { methodId title parameters { name description default options } }
  }
`);

/** Parameters of a run with words for them; they name their method as attack, method or architecture. */
export async function readParameterWords(run: RunWithParameters): Promise<ParameterWords> {
  const { adaptiveAttackMethods, detectorMethods, architectures, ...plain } = await read(MethodsQuery, {});
  const attackMethods = [...plain.attackMethods, ...adaptiveAttackMethods];
  // The API gives parameters as a JSON object.
  const { attack, method, architecture } = (run.params ?? {}) as Record<string, unknown>;
  const named =
    attackMethods.find(({ methodId }) => methodId === attack) ??
    detectorMethods.find(({ methodId }) => methodId === method) ??
    architectures.find(({ methodId }) => methodId === architecture);
  return parameterWords(run, named, [...attackMethods, ...detectorMethods, ...architectures]);
}

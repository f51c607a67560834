import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';
import type { DescribedParameter } from '../../parts/parameter-list';
import { asInForm, formWords } from './form-words';

const MethodsQuery = graphql(`
  query Methods {
    attackMethods { methodId title parameters { name description default options } }
    adaptiveAttackMethods { methodId title parameters { name description default options } }
    detectorMethods { methodId title parameters { name description default options } }
    architectures { methodId title parameters { name description default options } }
  }
`);

/** What the parameters of a run are shown with. */
export interface ParameterWords {
  /** As the form that launches such a run has them. */
  readonly parameters: unknown;
  /** What people call methods and sources, by id: parameters name them by their ids. */
  readonly titles: Readonly<Record<string, string>>;
  /** What the method that the parameters name takes, and what the form says of the others. */
  readonly described: readonly DescribedParameter[];
}

/** Parameters of a run with words for them; they name their method as attack, method or architecture. */
export async function readParameterWords({
  kind,
  params,
}: {
  readonly kind: string;
  readonly params: unknown;
}): Promise<ParameterWords> {
  const { adaptiveAttackMethods, detectorMethods, architectures, ...plain } = await read(MethodsQuery, {});
  const attackMethods = [...plain.attackMethods, ...adaptiveAttackMethods];
  // The API gives parameters as a JSON object.
  const { attack, method, architecture } = (params ?? {}) as Record<string, unknown>;
  const named =
    attackMethods.find(({ methodId }) => methodId === attack) ??
    detectorMethods.find(({ methodId }) => methodId === method) ??
    architectures.find(({ methodId }) => methodId === architecture);
  const all = [...attackMethods, ...detectorMethods, ...architectures];
  const parameters = asInForm(params ?? {});
  const form = formWords(kind);
  // A field of a form that was left alone is no parameter of the run: only a method's defaults hold beside those given.
  const given = form.described.map(({ default: value, ...words }) =>
    words.name in (parameters as object) ? { ...words, default: value } : words,
  );
  return {
    parameters,
    titles: {
      ...form.titles,
      ...Object.fromEntries(all.map(({ methodId, title }) => [methodId, title])),
    },
    described: [...(named?.parameters ?? []), ...given],
  };
}

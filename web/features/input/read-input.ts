import { paths } from '../../lib/paths';
import { read, readIfThere } from '../../lib/read';
import { filterQuery, filterVariables, type InputFilter } from './input-list-state';
import { type Input, InputAtQuery, InputPlaceQuery, InputReasonsQuery } from './input-query';
import type { NamedReasons } from './reasons';

/** A page with more axes than this is read by nobody. */
const mostDetectors = 12;

/** The input with the scores that the page shows: its own evaluation's first, then the best. */
export function shownScores(input: Input): Input {
  const own = input.scores.filter(({ evaluation }) => evaluation.id === input.evaluation.id);
  const others = input.scores.filter(({ evaluation }) => evaluation.id !== input.evaluation.id);
  return { ...input, scores: [...own, ...others].slice(0, mostDetectors) };
}

/** Why each of the shown detectors gave its score. */
export async function readReasons({ index, evaluation, scores }: Input): Promise<NamedReasons[]> {
  const { input } = await read(InputReasonsQuery, { id: evaluation.id, index });
  const all = new Map(input?.scores.map((score) => [score.evaluation.id, score]));
  return scores.flatMap(({ evaluation: { id } }) => {
    const found = all.get(id);
    return found ? [{ evaluationId: id, name: found.evaluation.detector.name, reasons: found.input }] : [];
  });
}

/** Where an input stands among others. */
export interface InputPlace {
  readonly previous: string | null;
  readonly next: string | null;
  /** Whether the list in the address is none, or the input is not where the address says in it. */
  readonly lost: boolean;
}

/** Addresses of the inputs before and after this one: in the list that it was opened from, else by number. */
export async function readPlace(
  input: Input,
  { at, ...filter }: InputFilter & { at: string | null },
): Promise<InputPlace> {
  const { id, inputCount } = input.evaluation;
  const { index } = input;
  const byNumber = {
    previous: index > 0 ? paths.input(id, index - 1) : null,
    next: index + 1 < (inputCount ?? 0) ? paths.input(id, index + 1) : null,
  };
  if (at === null) return { ...byNumber, lost: false };
  const list = { id, ...filterVariables(filter) };
  const around = await readIfThere(InputPlaceQuery, { ...list, at });
  if (around?.node?.__typename !== 'Evaluation') return { ...byNumber, lost: true };
  const [previous, next] = [around.node.previous.edges[0], around.node.next.edges[0]];
  // A place says nothing of what stands there: it may be one of another list, or of one that was longer.
  const there = await readIfThere(InputAtQuery, { ...list, after: previous?.cursor ?? null });
  const here = there?.node?.__typename === 'Evaluation' ? there.node.inputs.edges[0]?.node : undefined;
  if (here?.index !== index) return { ...byNumber, lost: true };
  const address = (edge: typeof next) =>
    edge ? paths.input(id, edge.node.index, { ...filterQuery(filter), at: edge.cursor }) : null;
  return { previous: address(previous), next: address(next), lost: false };
}

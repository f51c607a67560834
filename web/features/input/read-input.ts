import { paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { filterQuery, filterVariables, type InputFilter } from './input-list-state';
import { type Input, InputPlaceQuery, InputReasonsQuery } from './input-query';
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

/** Addresses of the inputs before and after this one: in the list that it was opened from, else by number. */
export async function readPlace(
  input: Input,
  { at, ...filter }: InputFilter & { at: string | null },
): Promise<{ previous: string | null; next: string | null }> {
  const { id, inputCount } = input.evaluation;
  if (at === null) {
    const { index } = input;
    return {
      previous: index > 0 ? paths.input(id, index - 1) : null,
      next: index + 1 < (inputCount ?? 0) ? paths.input(id, index + 1) : null,
    };
  }
  const { node } = await read(InputPlaceQuery, { id, at, ...filterVariables(filter) });
  if (node?.__typename !== 'Evaluation') return { previous: null, next: null };
  const address = (edge: (typeof node.next.edges)[number] | undefined) =>
    edge ? paths.input(id, edge.node.index, { ...filterQuery(filter), at: edge.cursor }) : null;
  return { previous: address(node.previous.edges[0]), next: address(node.next.edges[0]) };
}

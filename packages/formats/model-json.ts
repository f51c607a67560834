import { z } from 'zod';
import { FormatError } from './format-error';

/** The value of a model.json. @throws {FormatError} where it is no JSON */
export function parseModelJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(
      `model.json: expected JSON, got: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** The two formats of TensorFlow.js: layers, from which gradients can be had, or a graph frozen for inference. */
const modelFormats = ['layers-model', 'graph-model'] as const;

/** How a model is written down. */
export type ModelFormat = (typeof modelFormats)[number];

/** The format of a model.json, which is checked by nobody yet. @throws {FormatError} where it is no JSON */
export function modelFormat(json: string): ModelFormat {
  const found = anyModel.safeParse(parseModelJson(json)).data;
  const isGraph =
    found?.format === 'graph-model' || (!found?.format && Array.isArray(found?.modelTopology?.node));
  return isGraph ? 'graph-model' : 'layers-model';
}

const anyModel = z.looseObject({
  format: z.unknown().optional(),
  modelTopology: z.looseObject({ node: z.unknown().optional() }).optional().catch(undefined),
});

/** The first mistake, with its place. Of a choice of forms, the mistake in the form that fits deepest. */
export function firstIssue({ issues: [issue] }: { issues: readonly z.core.$ZodIssue[] }): string {
  if (!issue) return 'malformed';
  const { path, message } = deepest(issue);
  return `${path.join('.')}: ${message}`;
}

function deepest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap(([first]) => (first ? [deepest(first)] : []));
  const [best] = inner.sort((a, b) => b.path.length - a.path.length);
  return best ? { path: [...issue.path, ...best.path], message: best.message } : issue;
}

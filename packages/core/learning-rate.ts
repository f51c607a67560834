import { z } from 'zod';

/** Step size of the optimizer Adam, for whatever learns or searches by it; `most` is 1 unless told. */
export const learningRate = (fallback: number, { most = 1 }: { most?: number } = {}) =>
  z.number().min(1e-9).max(most).default(fallback).describe('Step size of the optimizer Adam.');

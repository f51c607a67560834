import { totalmem } from 'node:os';
import type { Transaction } from '@fiducial/prisma/client';
import { sizeInWords } from '../size-in-words';
import type { RunEstimate } from './estimate-run';
import type { NeedPart } from './need';

/** The most memory that a run may be expected to need, and whose limit that is. */
export interface MemoryLimit {
  readonly bytes: number;
  readonly whose: string;
}

/** What a process of this machine can have, in bytes: its memory, or less where a container is given less. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** The smaller of the server's setting (0 for none) and what the roomiest worker lets a run have; null where neither says. */
export async function memoryLimit(tx: Transaction, settingBytes: number): Promise<MemoryLimit | null> {
  const { _max } = await tx.worker.aggregate({ _max: { memoryLimitBytes: true } });
  const ofWorkers = _max.memoryLimitBytes === null ? null : Number(_max.memoryLimitBytes);
  const limits = [
    ...(settingBytes > 0 ? [{ bytes: settingBytes, whose: "this server's limit" }] : []),
    ...(ofWorkers === null ? [] : [{ bytes: ofWorkers, whose: 'what a worker lets a run have' }]),
  ];
  return limits.sort((a, b) => a.bytes - b.bytes)[0] ?? null;
}

/** Whether a run is expected to need more than it may have: in words, with the field by which that becomes less. */
export function tooLarge(
  { memoryBytes, parts }: Pick<RunEstimate, 'memoryBytes' | 'parts'>,
  limit: MemoryLimit | null,
): { message: string; field?: string; expected: string; received: string } | null {
  if (!limit || memoryBytes <= limit.bytes) return null;
  const bySize = [...parts].sort((a, b) => b.bytes - a.bytes);
  const field = bySize.find((part) => part.field)?.field;
  const expected = `at most ${sizeInWords(limit.bytes)} of memory (${limit.whose})`;
  const received = `an estimate of ${sizeInWords(memoryBytes)}: ${bySize.map(partInWords).join(', ')}`;
  const message = `${field ? `${field}: ` : ''}expected ${expected}, got ${received}`;
  return { message, expected, received, ...(field && { field }) };
}

/** A part of the memory, as a refusal and a form say it. */
const partInWords = ({ what, bytes }: NeedPart): string => `${sizeInWords(bytes)} for ${what}`;

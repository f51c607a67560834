import { describe, expect, test } from 'vitest';
import { assertDefinedWhere } from './undefined-where';

describe('assertDefinedWhere', () => {
  test('accepts conditions without undefined', () => {
    assertDefinedWhere('Run.findMany', { where: { id: 'a', OR: [{ kind: null }] }, take: undefined });
    assertDefinedWhere('Run.findMany', undefined);
    assertDefinedWhere('Run.findMany', { where: undefined });
  });

  test('refuses an undefined key at any depth of a condition', () => {
    for (const args of [
      { where: { id: undefined } },
      { where: { AND: [{ project: { is: { teamId: undefined } } }] } },
      { cursor: { id: undefined } },
      { include: { runs: { where: { status: undefined } } } },
    ]) {
      expect(() => assertDefinedWhere('Run.findMany', args)).toThrow(/is undefined and would be dropped/);
    }
  });

  test('refuses a write over many rows whose condition is undefined', () => {
    expect(() => assertDefinedWhere('Run.deleteMany', { where: undefined })).toThrow(/every row/);
  });

  test('takes written data as it is', () => {
    assertDefinedWhere('Run.update', { where: { id: 'a' }, data: { params: { where: { x: undefined } } } });
  });
});

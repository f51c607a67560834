import { auditActions } from '@fiducial/server/account/audit';
import { auditWords } from '@fiducial/web/audit-words';
import { expect, test } from 'vitest';

test('every deed of the audit log has words on the pages, and no words are without a deed', () => {
  expect(Object.keys(auditWords).sort()).toEqual([...auditActions].sort());
});

export * from './audit-leakage';
export * from './find-duplicates';
export * from './find-near-duplicates';

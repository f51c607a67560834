export * from './audit-leakage';
export * from './find-near-duplicates';

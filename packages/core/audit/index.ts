export * from './find-near-duplicates';

export * from './exact-search';

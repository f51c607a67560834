export * from './batches';
export * from './norms';
export * from './projections';
export * from './random';
export * from './tf';
export * from './tidy';

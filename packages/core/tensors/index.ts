export * from './batches';
export * from './cholesky';
export * from './norms';
export * from './projections';
export * from './random';
export * from './symmetric-eigen';
export * from './tf';
export * from './tidy';

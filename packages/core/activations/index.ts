export * from './extract-features';
export * from './features';
export * from './pool';
export * from './pooled-outputs';
export * from './representatives';

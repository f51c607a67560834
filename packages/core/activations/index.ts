export * from './extract-features';
export * from './pool';
export * from './representatives';

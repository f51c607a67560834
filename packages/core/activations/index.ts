export * from './extract-features';
export * from './features';
export * from './pool';
export * from './representatives';

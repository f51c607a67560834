export * from './bundle-manifest';
export * from './bundled-detector';
export * from './explain-judgment';
export * from './open-bytes';
export * from './read-manifest';
export * from './read-reference';
export * from './score-images';

export * from './classifier';
export * from './compiled-graph';
export * from './images';
export * from './layers-classifier';
export * from './predict';
export * from './serialize-model';
export * from './standard-cnn';
export * from './train-classifier';

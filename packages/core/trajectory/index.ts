export * from './align-plane';
export * from './choose-classes';
export * from './plane';
export * from './point-distances';
export * from './stress';

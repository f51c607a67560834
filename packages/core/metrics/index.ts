export * from './auc';
export * from './evaluate';
export * from './operating-points';
export * from './roc-band';
export * from './roc-curve';
export * from './score-histogram';

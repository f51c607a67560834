export * from './disturbance';
export * from './sweep-axes';
export * from './sweep-neighbors';
export { leastAuthentic, type SweepPlan, type SweptInputs, type SweptSet } from './swept-inputs';

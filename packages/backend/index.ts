export type { BackendReport } from './backend-report';
export { cacheFolder } from './env';
export { loadBackend } from './load-backend';
export { compileNetwork } from './native-graph';

export { cacheFolder } from './env';
export { type BackendReport, loadBackend } from './load-backend';
export { compileNetwork } from './native-graph';

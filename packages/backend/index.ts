export { type BackendReport, loadBackend } from './load-backend';
export { cachedAddon } from './native';

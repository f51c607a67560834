export { type BackendReport, loadBackend } from './load-backend';

export { generateMetadata, RunPage as default } from '../../../features/run/run-page';

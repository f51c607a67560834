export { generateMetadata, SamplePage as default } from '../../../features/sample/sample-page';

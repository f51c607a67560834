export { generateMetadata, TestBedPage as default } from '../../../features/test-bed/test-bed-page';

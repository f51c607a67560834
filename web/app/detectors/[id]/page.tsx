export { DetectorPage as default, generateMetadata } from '../../../features/detector/detector-page';

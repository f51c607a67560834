export { DatasetPage as default, generateMetadata } from '../../../features/dataset/dataset-page';

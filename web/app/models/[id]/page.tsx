export { generateMetadata, ModelPage as default } from '../../../features/model/model-page';

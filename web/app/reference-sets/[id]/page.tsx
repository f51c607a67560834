export {
  generateMetadata,
  ReferenceSetPage as default,
} from '../../../features/reference-set/reference-set-page';

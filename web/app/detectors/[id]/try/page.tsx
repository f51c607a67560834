export { generateMetadata, TryPage as default } from '../../../../features/try-it/try-page';

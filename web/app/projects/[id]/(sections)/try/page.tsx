export { ProjectTryPage as default } from '../../../../../features/try-it/project-try-page';

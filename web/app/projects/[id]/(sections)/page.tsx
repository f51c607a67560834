export { ProjectPage as default } from '../../../../features/project/project-page';

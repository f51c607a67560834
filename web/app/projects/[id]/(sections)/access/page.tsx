export { ProjectAccessPage as default } from '../../../../../features/account/project-access-page';

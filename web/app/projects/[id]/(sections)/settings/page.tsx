export { ProjectSettingsPage as default } from '../../../../../features/project/project-settings-page';

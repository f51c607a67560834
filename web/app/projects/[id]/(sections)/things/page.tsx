export { ThingsPage as default } from '../../../../../features/project/things-page';

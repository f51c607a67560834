export { InputsPage as default, metadata } from '../../../features/input/inputs-page';

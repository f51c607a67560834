export { InputPage as default, metadata } from '../../../../features/input/input-page';

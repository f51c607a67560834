export { AgainPage as default } from '../../../../features/launch/again-page';

export const metadata = { title: 'Change and re-run' };

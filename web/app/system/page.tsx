export { SystemPage as default } from '../../features/system/system-page';

export const metadata = { title: 'System' };

export { SharedPage as default } from '../../../features/shared/shared-page';

export const metadata = { title: 'Shared with you', robots: { index: false }, referrer: 'no-referrer' };

export { TokensPage as default } from '../../features/account/tokens-page';

export const metadata = { title: 'Access tokens' };

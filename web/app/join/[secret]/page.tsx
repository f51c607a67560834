export { JoinPage as default } from '../../../features/account/join-page';

export const metadata = { title: 'Join a team' };

export { TeamPage as default } from '../../../features/account/team-page';

export const metadata = { title: 'Team' };

export { MentionsPage as default } from '../../features/comment/mentions-page';

export const metadata = { title: 'Mentions' };

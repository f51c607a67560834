export { AttackSetPage as default, generateMetadata } from '../../../features/attack-set/attack-set-page';

export { LineagePage as default } from '../../../../../features/project/lineage-page';

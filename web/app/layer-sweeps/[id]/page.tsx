export { generateMetadata, LayerSweepPage as default } from '../../../features/layer-sweep/layer-sweep-page';

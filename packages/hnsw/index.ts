export { approximateSearch, hnswAvailable, type IndexOptions } from './approximate-search';
export { recall } from './recall';

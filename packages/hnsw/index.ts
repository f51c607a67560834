export { approximateSearch, hnswAvailable, hnswUnavailable, type IndexOptions } from './approximate-search';
export { recall } from './recall';

import type { PublishedRow } from './define-protocol';

/** Macro-AUC of the same detector on faces under targeted attacks, the one confirmed table of it, by map. */
export const publishedFaces: readonly PublishedRow[] = Object.entries({
  'map/medoid/cosine': 0.96,
  'map/medoid/euclidean': 0.944,
  'map/centroid/cosine': 0.948,
  'map/centroid/euclidean': 0.936,
}).map(([detector, all]) => ({ detector, label: 'Faces, targeted (Massoli 2021)', values: { all } }));

/** What must be said beside these figures. */
export const facesNote =
  'Published figures are macro-AUCs of the same detector on face recognition under targeted attacks (untargeted: medoid cosine 0.819, medoid Euclidean 0.794, centroid cosine 0.779, centroid Euclidean 0.776); other data, so that only their order compares.';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const numbers = z.array(z.number());
const points = z.array(numbers);

const schema = z.object({
  knnScore: z.object({
    distances: numbers,
    labels: z.array(z.string()),
    class: z.string(),
    uniform: z.number(),
    rank: z.number(),
    distance: z.number(),
    wrong_inverse_distance_not_squared: z.number(),
    rank_k1000_only_first_matches: z.number(),
  }),
  knnScoreGradient: z.object({
    reference: points,
    labels: numbers,
    query: numbers,
    class: z.number(),
    score: z.number(),
    gradient: numbers,
  }),
  softKnnScore: z.object({
    distances: numbers,
    labels: z.array(z.string()),
    class: z.string(),
    by_temperature: z.record(z.string(), z.number()),
  }),
  evolutionMap: z.object({
    classes: z.array(points),
    features: numbers,
    centroids: points,
    medoids: points,
    euclidean_to_centroids: numbers,
    euclidean_to_medoids: numbers,
    cosine_to_centroids: numbers,
    global_average_pool: z.object({ map_2x2: points, value: z.number() }),
  }),
  parameterCounts: z.object({
    lstm_1000_100_two_biases: z.number(),
    lstm_1000_100_one_bias: z.number(),
    bilstm_1000_100_two_biases: z.number(),
    mlp_17000_100: z.number(),
  }),
  auc: z.object({
    negative: numbers,
    positive: numbers,
    auc: z.number(),
    eer_threshold: z.number(),
    eer: z.number(),
    accuracy_strict: z.number(),
    ties: z.object({ negative: numbers, positive: numbers, auc: z.number() }),
  }),
  equalErrorRate: z.object({
    labels: numbers,
    scores: numbers,
    auc: z.number(),
    threshold_over_all: z.number(),
    eer: z.number(),
    accuracy_strict: z.number(),
  }),
  macroAuc: z.object({ per_attack: numbers, value: z.number() }),
  pcaWhitening: z.object({
    points,
    covariance_population: points,
    whitened_2_0: z.number(),
    pair_distance_whitened: z.number(),
  }),
  miFgsm: z.object({
    start: numbers,
    step: z.number(),
    epsilon: z.number(),
    decay: z.number(),
    steps: z.array(z.object({ gradient: numbers, x: numbers })),
  }),
  lstm: z.object({
    inputs: numbers,
    kernel: z.object({ i: z.number(), f: z.number(), g: z.number(), o: z.number() }),
    recurrent: z.number(),
    bias: z.number(),
    logit_2h_minus_1: z.number(),
    bce_label_1: z.number(),
  }),
  deepKnn: z.object({ calibration: numbers, credibility: z.record(z.string(), z.number()) }),
  lid: z.array(z.object({ distances: numbers, lid: z.number() })),
  mahalanobis: z.object({
    classes: z.array(points),
    features: numbers,
    tied_covariance: points,
    squared_distances: numbers,
  }),
  featureSqueezing: z.object({
    softmax: numbers,
    squeezed: points,
    l1: numbers,
    score: z.number(),
    'bit_depth_of_0.6': z.record(z.string(), z.number()),
  }),
  kernelDensity: z.object({
    points: numbers,
    query: z.number(),
    log_density: z.record(z.string(), z.number()),
  }),
  trustScore: z.object({ to_predicted: z.number(), to_nearest_other: z.number(), score: z.number() }),
  orthogonalProjection: z.object({
    g_c: numbers,
    g_d: numbers,
    g_d_orthogonal: numbers,
    g_c_orthogonal: numbers,
  }),
  balancedSampler: z.object({
    counts: z.record(z.string(), z.number()),
    probability_of_each_group: z.number(),
  }),
});

/** Small cases computed in double precision by an independent script; those that the methods here touch. */
export const cases = schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'cases.json'), 'utf8')));

/** The one place where TensorFlow.js enters the science. A backend must be registered by the caller (`@fiducial/backend`). */
export * as tf from '@tensorflow/tfjs';

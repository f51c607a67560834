import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import { describeBackend } from '../compute/host';
import { env } from '../env';
import { sizeInWords } from '../size-in-words';
import { currentVersions } from '../versions';
import type { Examination } from './examination';

/** Below this a child with native TensorFlow and a model of some size hardly fits. */
const leastChildBytes = 1e9;

/** The machine, the programs, and what computes. */
export const machineExaminations: readonly Examination[] = [
  {
    title: 'Fiducial',
    examine: async () => {
      const { fiducial, node } = currentVersions();
      return { state: 'ok', words: `${fiducial} on Node ${node}` };
    },
  },
  {
    title: 'Machine',
    examine: async () => {
      const words = `${platform()} ${release()} ${arch()}, ${availableParallelism()} cores, ${sizeInWords(totalmem())} of memory`;
      const limit = env.childMemoryBytes;
      if (limit * env.workerConcurrency > totalmem())
        return {
          state: 'warning',
          words: `${words}; ${env.workerConcurrency} runs at once may take ${sizeInWords(limit * env.workerConcurrency)}`,
          todo: 'Lower WORKER_CONCURRENCY or FIDUCIAL_CHILD_MEMORY_MB.',
        };
      if (limit && limit < leastChildBytes)
        return {
          state: 'warning',
          words: `${words}; a run may take ${sizeInWords(limit)}`,
          todo: 'Raise FIDUCIAL_CHILD_MEMORY_MB to 1000 at least: less ends runs that would succeed.',
        };
      return { state: 'ok', words };
    },
  },
  {
    title: 'Compute backend',
    examine: async () => {
      const { name, version, tensorflowVersion, reason } = await describeBackend();
      if (name === 'native')
        return { state: 'ok', words: `native, TensorFlow ${tensorflowVersion}, TF.js ${version}: ${reason}` };
      return {
        state: 'warning',
        words: `${name}, TF.js ${version}: ${reason}`,
        todo: 'Native TensorFlow is 3 to 15 times faster; "npm run doctor" says what keeps it from being had here.',
      };
    },
  },
];

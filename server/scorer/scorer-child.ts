/** The process that scores single images while somebody waits: forked by the API, kept with the detectors that it has read, ended when idle. */
import { watchParent } from '../compute/watch-parent';
import { env } from '../env';
import { failpoint } from '../jobs/failpoints';
import { errorData } from '../jobs/failure';
import { answerQuestion } from './answer-question';
import { openLoadedDetectors } from './loaded-detectors';
import { type FromScorer, filesShare, type Question } from './scorer-messages';

watchParent();
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(1));
const loaded = openLoadedDetectors(env.scorer.memoryBytes * filesShare);
const backend = import('@fiducial/backend').then(({ loadBackend }) => loadBackend());
// Whoever asks is told.
backend.catch(() => undefined);
process.on('message', (question: Question) => {
  answer(question).then(
    (of) => send({ type: 'answer', answer: of, loaded: loaded.keys() }),
    (error: unknown) => send({ type: 'failed', error: errorData(error), loaded: loaded.keys() }),
  );
});

async function answer(question: Question) {
  await failpoint('scorerQuestion');
  await backend;
  return answerQuestion(question, loaded);
}

function send(message: FromScorer): void {
  process.send?.(message);
}

/** The process that looks into one uploaded file: forked by the API, told of the file by one message, gone when it has answered. */
import { watchParent } from '../../compute/watch-parent';
import { failpoint } from '../../jobs/failpoints';
import { errorData } from '../../jobs/failure';
import type { CheckAnswer, FileToCheck } from './check-messages';
import { fileDigest } from './file-digest';
import { checkContent } from './upload-kinds';

watchParent();
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(1));
process.once('message', (message: FileToCheck) => {
  check(message).then(answer, (error: unknown) => answer({ type: 'failed', error: errorData(error) }));
});

async function check({ file, kind, digest }: FileToCheck): Promise<CheckAnswer> {
  const got = await fileDigest(file);
  if (got !== digest) return { type: 'otherBytes', digest: got };
  await failpoint('uploadCheck');
  await checkContent(kind, file);
  return { type: 'sound' };
}

function answer(message: CheckAnswer): void {
  // `exit` does not wait for threads that may linger.
  process.send?.(message, () => process.exit(0));
}

/** Scores images with a detector's bundle: `node dist/score-bundle.js BUNDLE.zip IMAGES`. No server, no database. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { CoreError } from '@fiducial/core/errors';
import { FormatError } from '@fiducial/formats';
import { bundledDetector } from './bundle/bundled-detector';
import { imagesToScore } from './bundle/images-to-score';
import { openBundle } from './bundle/open-bundle';
import { verdictFormats } from './bundle/verdict-lines';

const usage = `node server/dist/score-bundle.js BUNDLE.zip IMAGES [--format csv|jsonl]

  BUNDLE.zip   a detector's bundle, downloaded from its page
  IMAGES       an npy file [n, height, width, channels] of bytes, or of floats within the model's bounds;
               or a folder of PNG files of the model's size, in the order of their names
  --format     one line an image: csv (default, with a head) or jsonl

Prints the predicted class, its confidence, the score (higher for more likely adversarial), and whether it is above the
detector's threshold. Ends with 0; with 1 when the bundle or the images are refused; with 2 when called otherwise.
`;

/** Images read at once. */
const batchImages = 1024;

async function scoreBundle(bundlePath: string, imagesPath: string, format: keyof typeof verdictFormats) {
  const bundle = await openBundle(bundlePath);
  try {
    const { classNames } = bundle.manifest.model;
    const images = await imagesToScore(imagesPath, bundle.manifest.model);
    const { head, line } = verdictFormats[format];
    const detector = await bundledDetector(bundle);
    process.stderr.write(
      `${bundle.manifest.name}: ${images.count} images, ${detector.backend.name} backend, threshold ${bundle.manifest.threshold}\n`,
    );
    if (head) await print(head);
    for (let first = 0; first < images.count; first += batchImages) {
      const count = Math.min(batchImages, images.count - first);
      const verdicts = await detector.score(await images.read(first, count), {
        seed: bundle.manifest.method.seed,
      });
      const lines = verdicts.map((verdict, at) =>
        line({
          image: images.nameOf(first + at),
          className: classNames[verdict.predicted] ?? String(verdict.predicted),
          ...verdict,
        }),
      );
      await print(lines.join('\n'));
    }
    detector.dispose();
  } finally {
    bundle.close();
  }
}

/** Waits where the reader is slower. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { format: { type: 'string', default: 'csv' }, help: { type: 'boolean', default: false } },
    });
    const { format, help } = values;
    if (help) return 'help';
    const [bundle, images, ...more] = positionals;
    if (!bundle || !images || more.length > 0 || (format !== 'csv' && format !== 'jsonl')) return null;
    return { bundle, images, format } as const;
  } catch {
    return null; // an option that there is not: the usage says which there are
  }
}

const given = parse(process.argv.slice(2));
if (given === 'help') {
  process.stdout.write(usage);
} else if (!given) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  try {
    await scoreBundle(given.bundle, given.images, given.format);
  } catch (error) {
    const expected = error instanceof FormatError || error instanceof CoreError;
    process.stderr.write(`${expected ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exitCode = 1;
  }
}

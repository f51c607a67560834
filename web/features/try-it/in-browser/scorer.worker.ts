/** Scores images in the browser, from the bundles of detectors: the code of the server, on another backend. Loaded when somebody asks for it. */
import {
  type BundledDetector,
  openBundleBytes,
  readBundledDetector,
  readBundledModel,
  readImageFeatures,
  scoreChunk,
} from '@fiducial/formats/bundle';
import * as tf from '@tensorflow/tfjs';
import type { BrowserVerdict, FromBrowserScorer, ToBrowserScorer } from './messages';

interface Opened {
  readonly detector: BundledDetector;
  readonly model: Awaited<ReturnType<typeof readBundledModel>>;
}

const opened = new Map<string, Promise<Opened>>();
/** The image that was asked about last, by detector. */
const newest = new Map<string, string>();
/** One thing after the other: what is drawn comes faster than it is scored. */
let last: Promise<unknown> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<ToBrowserScorer>) => {
  if (data.type === 'score') newest.set(data.url, data.image);
  last = last
    .then(() => (data.type === 'open' ? open(data.url) : score(data)))
    .catch((error: unknown) => {
      opened.delete(data.url);
      const message = error instanceof Error ? error.message : String(error);
      post({ type: 'failed', url: data.url, message });
    });
});

async function open(url: string): Promise<void> {
  if (opened.has(url)) return;
  const started = performance.now();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The bundle could not be had: the server answered ${response.status}.`);
  const archive = new Uint8Array(await response.arrayBuffer());
  const reading = read(archive);
  opened.set(url, reading);
  await reading;
  post({ type: 'opened', url, bytes: archive.length, milliseconds: performance.now() - started });
}

async function read(archive: Uint8Array): Promise<Opened> {
  await tf.ready();
  const files = openBundleBytes(archive);
  const { fitVersion: fit, scoreVersion } = files.manifest.method;
  // Page and server are of one release: what the server wrote of its own code holds of this.
  const detector = await readBundledDetector(files, { versions: { fit, score: scoreVersion } });
  return { detector, model: await readBundledModel(files) };
}

async function score({ url, image, bytes }: Extract<ToBrowserScorer, { type: 'score' }>): Promise<void> {
  if (newest.get(url) !== image) return;
  const { detector, model } = (await opened.get(url)) ?? (await openedNow(url));
  const started = performance.now();
  const images = { data: bytes, shape: model.inputShape };
  const context = { seed: detector.manifest.method.seed };
  for await (const chunk of readImageFeatures(model, images, { detectors: [detector], context })) {
    const { scores } = await scoreChunk(detector, { chunk, images, model }, context);
    const verdict: BrowserVerdict = {
      url,
      image,
      score: scores[0] ?? Number.NaN,
      milliseconds: performance.now() - started,
      backend: tf.getBackend(),
    };
    post({ type: 'scored', verdict });
  }
}

async function openedNow(url: string): Promise<Opened> {
  await open(url);
  const found = await opened.get(url);
  if (!found) throw new Error('The bundle was not opened.');
  return found;
}

function post(message: FromBrowserScorer): void {
  postMessage(message);
}

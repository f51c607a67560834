import type { Product } from '../testkit/product';
import { createProject, finished, launch, launchMainJob } from '../testkit/thing-requests';

/** A page with what it is about: its address, and what it is called in a list of pictures. */
export interface StudiedPage {
  readonly name: string;
  readonly path: string;
}

/** Makes a small study by real runs, and lists every page of the product on it. Takes about a minute on an idle machine. */
export async function makeStudy(product: Product): Promise<StudiedPage[]> {
  const projectId = await createProject(product, 'Digits under attack');
  const dataset = await launch(product, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const { model, sample, attackSet, noise, referenceSet, detectors, evaluations } = await launchMainJob(
    product,
    dataset.id,
  );
  const sweep = await launch(product, 'sweepLayers', {
    sampleId: sample.id,
    referenceSetId: referenceSet.id,
    attackSetIds: [attackSet.id, noise.id],
    lastK: 50,
  });
  await finished(product, sweep, 400_000);
  const { result: report } = await product.ask<{ result: { id: string } }>(
    'mutation ($input: CreateReportInput!) { result: createReport(input: $input) { ... on Report { id } } }',
    {
      input: {
        projectId,
        title: 'kNN score against evolution map',
        blocks: [
          {
            text: { markdown: '## Question\n\nWhich of two detectors finds digits that BIM has perturbed?' },
          },
          { results: { evaluationIds: evaluations.map(({ id }) => id) } },
          { roc: { evaluationIds: evaluations.map(({ id }) => id) } },
          { figure: { attackSetId: attackSet.id } },
        ],
      },
    },
  );
  const { result: shared } = await product.ask<{ result: { secret: string } }>(
    'mutation ($input: CreatePublicLinkInput!) { result: createPublicLink(input: $input) { ... on NewPublicLink { secret } } }',
    { input: { evaluationIds: evaluations.map(({ id }) => id) } },
  );
  const { viewer } = await product.ask<{ viewer: { teams: { id: string }[] } }>(
    '{ viewer { teams { id } } }',
  );
  const id = encodeURIComponent;
  const project = `/projects/${id(projectId)}`;
  const [detector] = detectors;
  const [evaluation] = evaluations;
  if (!detector || !evaluation) throw new Error('The main job makes detectors and evaluations.');
  return Object.entries({
    home: '/',
    projects: '/projects',
    project,
    lineage: `${project}/lineage`,
    'project-runs': `${project}/runs`,
    'project-access': `${project}/access`,
    'project-settings': `${project}/settings`,
    'project-reports': `${project}/reports`,
    new: `${project}/new`,
    'launch-detector': `${project}/new/detector`,
    dataset: `/datasets/${id(dataset.id)}`,
    model: `/models/${id(model.id)}`,
    sample: `/samples/${id(sample.id)}`,
    'attack-set': `/attack-sets/${id(attackSet.id)}`,
    'reference-set': `/reference-sets/${id(referenceSet.id)}`,
    detector: `/detectors/${id(detector.id)}`,
    threats: `/detectors/${id(detector.id)}/threats`,
    try: `/detectors/${id(detector.id)}/try?evaluation=${id(evaluation.id)}&index=0`,
    'layer-sweep': `/layer-sweeps/${id(sweep.id)}`,
    compare: `/compare?evaluations=${evaluations.map((one) => id(one.id)).join(',')}`,
    inputs: `/inputs/${id(evaluation.id)}`,
    input: `/inputs/${id(evaluation.id)}/150`,
    runs: '/runs',
    run: `/runs/${id(model.run.id)}`,
    report: `/reports/${id(report.id)}`,
    'report-edit': `/reports/${id(report.id)}/edit`,
    shared: `/shared/${id(shared.secret)}`,
    teams: '/teams',
    team: `/teams/${id(viewer.teams[0]?.id ?? '')}`,
    tokens: '/tokens',
    mentions: '/mentions',
    system: '/system',
    missing: '/runs/none',
  }).map(([name, path]) => ({ name, path }));
}

'use client';

import { graphql, type ResultOf } from '@fiducial/schema';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { paths, thingPath } from '../lib/paths';
import { chooseFirst } from './choose-first';
import { isLost, kindInWords } from './palette-things';

const PaletteThings = graphql(`
  query PaletteThings {
    projects(first: 10) {
      edges {
        node {
          id
          name
          datasets(first: 5) { edges { node { __typename id name run { status } } } }
          models(first: 10) { edges { node { __typename id name run { status } } } }
          attackSets(first: 20) { edges { node { __typename id name run { status } } } }
          referenceSets(first: 5) { edges { node { __typename id name run { status } } } }
          reports(first: 10) { edges { node { __typename id title } } }
          detectors(first: 30) { edges { node { __typename id name ready run { status } } } }
        }
      }
    }
  }
`);

const [store, spotlight] = createSpotlight();

/**
 * The command palette: goes to any place or thing by name. Opens whenever `opening` changes. `takeTyped` gives what was typed
 * before its field was there.
 */
export function PaletteDialog({ opening, takeTyped }: { opening: number; takeTyped: () => string }) {
  const router = useRouter();
  const [{ data, error, fetching }, ask] = useQuery({ query: PaletteThings });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew at each opening only
  useEffect(() => {
    spotlight.open();
    if (opening > 1) ask({ requestPolicy: 'cache-and-network' });
  }, [opening]);
  const [query, setQuery] = useState('');
  // What was typed before the names, or the field itself, were there is answered by them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when names come
  useEffect(() => chooseFirst(store, query), [data, query]);
  const continueTyping = () => {
    const typed = takeTyped();
    if (typed) setQuery((before) => typed + before);
  };
  const go = (href: string) => () => router.push(href);
  const projects = data?.projects.edges.map(({ node }) => node) ?? [];
  const actions = [
    {
      group: 'Places',
      actions: [
        { id: 'home', label: 'Home', onClick: go(paths.home) },
        { id: 'projects', label: 'Projects', onClick: go(paths.projects) },
        { id: 'runs', label: 'Runs', onClick: go(paths.runs) },
        { id: 'team', label: 'Team', onClick: go(paths.teams) },
        { id: 'tokens', label: 'Access tokens', onClick: go(paths.tokens) },
        { id: 'system', label: 'System', onClick: go(paths.system) },
      ],
    },
    ...projects.map((project) => ({ group: project.name, actions: usableOf(project, go) })),
    // Behind everything that can be used, of whatever project: names are given again when a run is launched again.
    { group: 'Failed or cancelled', actions: projects.flatMap((project) => lostOf(project, go)) },
  ];
  return (
    <Spotlight
      store={store}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      limit={12}
      shortcut={null}
      highlightQuery
      nothingFound={
        fetching
          ? 'Loading names …'
          : error
            ? 'The names did not come: close this and open it again.'
            : 'Nothing has this name.'
      }
      searchProps={{
        placeholder: 'Go to a project, model, attack, detector …',
        'aria-label': 'Search',
        onFocus: continueTyping,
      }}
    />
  );
}

type PaletteProject = ResultOf<typeof PaletteThings>['projects']['edges'][number]['node'];
type Go = (href: string) => () => void;

function thingsOf({ datasets, models, attackSets, referenceSets, detectors }: PaletteProject) {
  return [datasets, models, attackSets, referenceSets, detectors].flatMap(({ edges }) =>
    edges.map(({ node }) => node),
  );
}

function usableOf(project: PaletteProject, go: Go) {
  const { id, name, reports, detectors } = project;
  return [
    { id, label: name, description: 'Project', onClick: go(paths.project(id)) },
    {
      id: `reports of ${id}`,
      label: `Reports of ${name}`,
      description: 'Reports of the project',
      onClick: go(paths.projectReports(id)),
    },
    ...reports.edges.map(({ node }) => ({
      id: node.id,
      label: node.title,
      description: 'Report',
      onClick: go(paths.report(node.id)),
    })),
    ...thingsOf(project)
      .filter((thing) => !isLost(thing))
      .map((thing) => ({
        id: thing.id,
        label: thing.name,
        description: kindInWords(thing),
        onClick: go(thingPath(thing) ?? paths.project(id)),
      })),
    ...detectors.edges
      .filter(({ node }) => node.ready)
      .map(({ node }) => ({
        id: `try ${node.id}`,
        label: `Try ${node.name}`,
        description: 'An image of your own',
        onClick: go(paths.tryIt(node.id)),
      })),
  ];
}

function lostOf(project: PaletteProject, go: Go) {
  return thingsOf(project)
    .filter(isLost)
    .map((thing) => ({
      id: thing.id,
      label: thing.name,
      description: `${kindInWords(thing)}, in ${project.name}`,
      onClick: go(thingPath(thing) ?? paths.project(project.id)),
    }));
}

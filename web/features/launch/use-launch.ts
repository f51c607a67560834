'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import type { Refusal } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { type ChosenFile, useUploads } from '../upload/use-uploads';
import type { LaunchFormPlan } from './forms/launch-form-plan';
import { sendGrid } from './send-grid';
import { newLaunchKey, type Sent, sendLaunch } from './send-launch';
import type { LabeledLaunch } from './use-launch-form';

interface LaunchRequest {
  readonly files: readonly ChosenFile[];
  /** The mutation's input, once the ids of the uploaded files are known. */
  readonly inputWith: (uploads: Uploads) => Record<string, unknown>;
  /** The runs of a grid in its place, and what that is called. */
  readonly grid?: { readonly launchesWith: (uploads: Uploads) => LabeledLaunch[]; readonly title: string };
}

type Uploads = Readonly<Record<string, readonly string[]>>;

/** Sends a launch, its files first, and goes to the run that it started. */
export function useLaunch({ mutation, makes }: LaunchFormPlan, projectId: string) {
  const client = useClient();
  const router = useRouter();
  const uploads = useUploads(projectId);
  const [launching, setLaunching] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  // A launch whose answer was lost is sent again under the same key, as of the same moment, and then started once only.
  const attempt = useRef<{ readonly key: string; readonly at: string }>(undefined);

  const send = async ({ files, inputWith, grid }: LaunchRequest): Promise<Sent> => {
    const sent = await uploads.send(files);
    if ('refusal' in sent) return sent;
    attempt.current ??= { key: newLaunchKey(), at: new Date().toISOString() };
    const { key, at } = attempt.current;
    if (grid) {
      const launches = grid.launchesWith(sent.uploads);
      return sendGrid(client, { projectId, launches, title: grid.title, key, at });
    }
    const input = {
      ...inputWith(sent.uploads),
      ...(makes === 'TestBed' ? {} : { idempotencyKey: key }),
    };
    const outcome = await sendLaunch(client, { mutation, makes }, input);
    if ('refusal' in outcome) return outcome;
    const { thing } = outcome;
    if ('run' in thing) return { href: paths.run(thing.run.id) };
    // Whole beds fill the project's pages; a repeated detector has a page of its own.
    if (mutation !== 'repeatDetector' || !('id' in thing)) return { href: paths.project(projectId) };
    return { href: paths.testBed(String(thing.id)) };
  };
  const launch = async (request: LaunchRequest) => {
    setLaunching(true);
    setRefusal(undefined);
    const sent = await send(request);
    if ('href' in sent) return router.push(sent.href);
    setLaunching(false);
    setRefusal(sent.refusal);
  };
  return {
    launch,
    launching,
    refusal,
    /** The file on its way, while there is one. */
    transfer: uploads.transfer,
    control: uploads.control,
    /** What is sent next is another launch. */
    forget: () => {
      attempt.current = undefined;
      setRefusal(undefined);
    },
  };
}

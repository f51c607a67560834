'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { outcomeOf, type Refusal } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { type ChosenFile, useUploads } from '../upload/use-uploads';
import type { LaunchFormPlan } from './forms/launch-form-plan';
import { launchMutations } from './launch-mutations';

interface LaunchRequest {
  readonly files: readonly ChosenFile[];
  /** The mutation's input, once the ids of the uploaded files are known. */
  readonly inputWith: (uploads: Readonly<Record<string, readonly string[]>>) => Record<string, unknown>;
}

/** Sends a launch, its files first, and goes to the run that it started. */
export function useLaunch({ mutation, makes }: LaunchFormPlan, projectId: string) {
  const client = useClient();
  const router = useRouter();
  const uploads = useUploads(projectId);
  const [launching, setLaunching] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  // A launch whose answer was lost is sent again under the same key, and then started once only.
  const key = useRef<string>(undefined);

  const send = async ({
    files,
    inputWith,
  }: LaunchRequest): Promise<{ href: string } | { refusal: Refusal }> => {
    const sent = await uploads.send(files);
    if ('refusal' in sent) return sent;
    key.current ??= newKey();
    const input = {
      ...inputWith(sent.uploads),
      ...(makes === 'TestBed' ? {} : { idempotencyKey: key.current }),
    };
    // The form's fields are those of this mutation's input; the server checks every one of them.
    const variables = { input } as never;
    const { data, error } = await client.mutation(launchMutations[mutation], variables);
    const outcome = outcomeOf(
      data?.launched,
      makes as NonNullable<typeof data>['launched']['__typename'],
      error,
    );
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
      key.current = undefined;
      setRefusal(undefined);
    },
  };
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

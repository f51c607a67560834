'use client';

import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { Refusal } from '../../lib/mutate';
import { sendFile } from './send-file';
import type { Transfer, TransferControl } from './transfer';

/** A file that a form wants to send. */
export interface ChosenFile {
  /** Where the id of its upload goes in the form's input. */
  readonly path: string;
  readonly kind: string;
  readonly file: File;
}

/** Which of several files is on its way, and how far. */
export interface Transfers extends Transfer {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Sends the files of a form, one after the other. A file that has arrived once is not sent again by the same form. */
export function useUploads(projectId: string) {
  const client = useClient();
  const [transfer, setTransfer] = useState<Transfers>();
  const [control, setControl] = useState<TransferControl>();
  const arrived = useRef(new Map<File, { kind: string; uploadId: string }>());
  const leaving = useRef<AbortController>(undefined);
  useEffect(() => () => leaving.current?.abort(), []);

  /** Ids of the uploads by path, or the first refusal with the path of its file. */
  const send = async (
    files: readonly ChosenFile[],
  ): Promise<{ uploads: Record<string, string[]> } | { refusal: Refusal }> => {
    const controller = new AbortController();
    leaving.current = controller;
    const { signal } = controller;
    const uploads: Record<string, string[]> = {};
    try {
      for (const [at, { path, kind, file }] of files.entries()) {
        const known = arrived.current.get(file);
        const sent =
          known?.kind === kind
            ? known
            : await sendFile(client, {
                projectId,
                kind,
                file,
                signal,
                onTransfer: (news) => setTransfer({ ...news, index: at + 1, count: files.length }),
                onControl: setControl,
              });
        if ('refusal' in sent) return { refusal: { ...sent.refusal, field: path } };
        arrived.current.set(file, { kind, uploadId: sent.uploadId });
        uploads[path] = [...(uploads[path] ?? []), sent.uploadId];
      }
      return { uploads };
    } finally {
      setTransfer(undefined);
      setControl(undefined);
    }
  };
  return { send, transfer, control };
}

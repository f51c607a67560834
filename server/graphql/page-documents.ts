import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { Identity } from '../account/identity';
import { SetUpError } from '../set-up-error';
import { refused } from './refused';

/** How an id of a document begins; its sha256 in hex follows. */
const prefix = 'sha256:';

/** Refuses documents that somebody may not send. */
export type AdmitDocument = (text: string) => void;

/** The documents that the pages of this release send. Nobody adds to them while the server runs. */
export interface PageDocuments {
  /** The document with an id. @throws {GraphQLError} with the code PERSISTED_DOCUMENT_NOT_FOUND */
  textOf(id: string): string;
  /** What refuses, where only these are taken from sessions of browsers, other documents: with PERSISTED_ONLY, a 403. */
  admissionFor(identity: Identity | undefined): AdmitDocument;
}

/**
 * Reads the list that was made when the pages were built (web/collect-documents.mjs): documents by their sha256. A server
 * without pages has none.
 *
 * @param only whether sessions of browsers may send nothing else
 * @throws {SetUpError} for a list that is damaged, or is missing where nothing else is taken
 */
export function readPageDocuments(file: string, { only }: { only: boolean }): PageDocuments {
  const texts = existsSync(file) ? readList(file) : new Map<string, string>();
  if (only && texts.size === 0)
    throw new SetUpError(
      `FIDUCIAL_PERSISTED_ONLY is set, but ${file} does not list the documents of the pages. "npm run build" makes it.`,
    );
  const known = new Set(texts.values());
  return {
    textOf: (id) => {
      const text = id.startsWith(prefix) ? texts.get(id.slice(prefix.length)) : undefined;
      if (text === undefined)
        throw refused(
          'PERSISTED_DOCUMENT_NOT_FOUND',
          'documentId: expected one of the documents of this release’s pages: reload the page, or send the document itself.',
        );
      return text;
    },
    admissionFor: (identity) => (text) => {
      if (!only || identity?.via !== 'session' || known.has(text)) return;
      throw new GraphQLError(
        'This server takes nothing but its own pages’ documents from who signed in with a browser. Reload the page if the server was updated; programs use an access token.',
        { extensions: { code: 'PERSISTED_ONLY', http: { status: 403 } } },
      );
    },
  };
}

function readList(file: string): Map<string, string> {
  const damaged = new SetUpError(`${file} is damaged: "npm run build" makes it anew.`);
  const found = z.record(z.string(), z.string()).safeParse(parsed(file));
  if (!found.success) throw damaged;
  const texts = new Map(Object.entries(found.data));
  for (const [digest, text] of texts)
    if (createHash('sha256').update(text).digest('hex') !== digest) throw damaged;
  return texts;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

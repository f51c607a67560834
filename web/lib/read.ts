import { cacheExchange, createClient, fetchExchange } from '@urql/core';
import { registerUrql } from '@urql/next/rsc';
import type { TadaDocumentNode } from 'gql.tada';
import type { GraphQLError } from 'graphql';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { env } from '../env';
import { fetchById } from './fetch-by-id';
import { paths } from './paths';

/** One client a request: answers are shared within it and never between two people. */
const { getClient } = registerUrql(() =>
  createClient({
    url: `${env().apiUrl}/graphql`,
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    fetchOptions: { cache: 'no-store' },
    fetch: fetchById(async (address, init) => {
      const cookie = (await headers()).get('cookie');
      const sent = new Headers(init?.headers);
      // It is on this machine: compressing would take longer than sending.
      sent.set('accept-encoding', 'identity');
      if (cookie) sent.set('cookie', cookie);
      return fetch(address, { ...init, headers: sent });
    }),
  }),
);

/**
 * Asks the API from a server component, as the one who asked for the page.
 *
 * @throws what shows the page to sign in on where that is required, the not-found page where the API knows no such thing,
 * else the error page
 */
export async function read<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return (await readIfThere(document, variables)) ?? notFound();
}

/** As `read`, for pages that show something else instead: null where the API knows no such thing, or refuses what was asked with. */
export async function readIfThere<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data | null> {
  const { data, error } = await getClient().query(document, variables);
  if (error?.graphQLErrors.some(({ extensions: { code } }) => code === 'UNAUTHENTICATED'))
    redirect(paths.signIn(await askedPath()));
  if (error?.graphQLErrors.some(isNotFound)) return null;
  if (error?.networkError)
    throw new Error(`The API does not answer at ${env().apiUrl}: ${error.networkError.message}`);
  if (error) throw new Error(error.message);
  if (!data) throw new Error('The API answered without data.');
  return data;
}

/** The address that was asked for, as the front door passes it on. */
async function askedPath(): Promise<string | undefined> {
  const path = (await headers()).get('x-fiducial-path');
  if (!path) return undefined;
  const url = new URL(path, 'http://localhost');
  // Next's own, of a page that is loaded from another one.
  url.searchParams.delete('_rsc');
  return `${url.pathname}${url.search}`;
}

/** There is no such thing, or what stands in the address is no id or place: all that pages ask with comes from there. */
function isNotFound({ extensions: { code } }: GraphQLError): boolean {
  return code === 'NOT_FOUND' || code === 'BAD_USER_INPUT';
}

/** A question for one thing by its id. */
type NodeAnswer = { readonly node: { readonly __typename: string } | null };

/** Reads the thing with an id; shows the not-found page where it is none, or not one of this type. */
export async function readNode<
  Data extends NodeAnswer,
  Variables extends { id: string },
  Name extends NonNullable<Data['node']>['__typename'],
>(document: TadaDocumentNode<Data, Variables>, variables: Variables, typeName: Name) {
  const { node } = await read(document, variables);
  if (node?.__typename !== typeName) notFound();
  return node as Extract<NonNullable<Data['node']>, { __typename: Name }>; // just compared
}

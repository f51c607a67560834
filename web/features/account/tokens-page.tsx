import { graphql } from '@fiducial/schema';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { TokenFields } from './access-fragments';
import { NewTokenForm } from './new-token-form';
import { TokensTable } from './tokens-table';

const TokensQuery = graphql(
  `
    query AccessTokens {
      viewer { accessTokens { id ...TokenFields } }
      projects(first: 100) { edges { node { id name } } }
    }
  `,
  [TokenFields],
);

/** Tokens with which programs act in the viewer's name. */
export async function TokensPage() {
  const { viewer, projects } = await read(TokensQuery, {});
  return (
    <>
      <PageHead
        title="Access tokens"
        description="A program that sends one as “Authorization: Bearer …” acts in your name: never with more rights than yours, and never with more than its scope."
      />
      <Section title="New token">
        <NewTokenForm projects={projects.edges.map(({ node }) => node)} />
      </Section>
      <Section title="Your tokens">
        {viewer.accessTokens.length > 0 ? (
          <TokensTable tokens={viewer.accessTokens} />
        ) : (
          <Empty>
            There is none yet. Scripts, the command line and other programs each get one of their own.
          </Empty>
        )}
      </Section>
    </>
  );
}

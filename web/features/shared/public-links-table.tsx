'use client';

import { graphql } from '@fiducial/schema';
import { useMutation } from 'urql';
import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { RowButton } from '../../parts/row-button';
import { useDeed } from '../account/use-deed';

const RevokePublicLink = graphql(`
  mutation RevokePublicLink($id: ID!) {
    revokePublicLink(id: $id) {
      __typename
      ... on UserError { message }
    }
  }
`);

interface Row {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly run: { readonly id: string } | null;
  readonly report: { readonly id: string } | null;
  readonly evaluationIds: readonly string[];
}

/** The page of what a link shows; undefined where that is gone. */
function shownPath({ run, report, evaluationIds }: Row): string | undefined {
  if (run) return paths.run(run.id);
  if (report) return paths.report(report.id);
  return evaluationIds.length > 0 ? paths.compare(evaluationIds) : undefined;
}

/** Links that show something of a project to everybody who has them. */
export function PublicLinksTable({ links, mayRevoke }: { links: readonly Row[]; mayRevoke: boolean }) {
  return (
    <DataTable
      label="Public links"
      rows={links}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Shows',
          cell: (link) => {
            const path = shownPath(link);
            return path ? <TextLink href={path}>{link.title}</TextLink> : `${link.title} (deleted)`;
          },
        },
        { title: 'Made by', cell: ({ createdBy }) => createdBy ?? '–' },
        { title: 'Made', figures: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
        ...(mayRevoke
          ? [
              {
                title: 'Take back',
                buttons: true,
                cell: ({ id, title }: Row) => <RevokeButton id={id} title={title} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function RevokeButton({ id, title }: { id: string; title: string }) {
  const [{ fetching }, revoke] = useMutation(RevokePublicLink);
  const deed = useDeed();
  const onClick = async () => {
    const { data, error } = await revoke({ id });
    deed(
      { result: data?.revokePublicLink, error },
      { done: 'The link shows nothing any more.', failed: 'The link is still good' },
    );
  };
  return (
    <RowButton label={`Take back the link to ${title}`} loading={fetching} onClick={onClick}>
      Take back
    </RowButton>
  );
}

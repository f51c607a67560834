import { graphql } from '@fiducial/schema';
import { redirect } from 'next/navigation';
import { paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { PageHead } from '../../parts/page-head';

const FirstTeam = graphql(`
  query FirstTeam {
    viewer { teams { id } }
  }
`);

export const metadata = { title: 'Team' };

/** The first of the viewer's teams. */
export default async function TeamsPage() {
  const { viewer } = await read(FirstTeam, {});
  const [first] = viewer.teams;
  if (first) redirect(paths.team(first.id));
  return (
    <>
      <PageHead title="Team" />
      <Empty>You are in no team. Ask an admin of one for an invitation: its link brings you in.</Empty>
    </>
  );
}

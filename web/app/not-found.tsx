import { paths } from '../lib/paths';
import { Empty } from '../parts/empty';
import { ButtonLink } from '../parts/links';
import { PageHead } from '../parts/page-head';

export const metadata = { title: 'Not found' };

/** Shown where there is no such page or thing. */
export default function NotFound() {
  return (
    <>
      <PageHead title="Nothing is here" />
      <Empty
        action={
          <ButtonLink href={paths.home} variant="default">
            Go home
          </ButtonLink>
        }
      >
        There is no page at this address, or it belongs to a project that you cannot see. If a link led here,
        the thing behind it may have been deleted.
      </Empty>
    </>
  );
}

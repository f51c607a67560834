import { PageHead } from '../parts/page-head';

/** Where was I? */
export default function HomePage() {
  return <PageHead title="Fiducial" />;
}

'use client';

import { usePathname } from 'next/navigation';
import { paths } from '../../lib/paths';
import { PageLink } from '../../parts/page-link';
import classes from './project.module.css';

/** Links between the pages of one project. */
export function ProjectSections({
  projectId,
  at,
}: {
  projectId: string;
  /** The one whose page this is, where its address is another. */
  at?: string;
}) {
  const path = usePathname();
  const home = paths.project(projectId);
  const sections = [
    { title: 'Detectors', href: home },
    { title: 'Everything in it', href: `${home}/things` },
    { title: 'Lineage', href: `${home}/lineage` },
    { title: 'Try it', href: paths.projectTry(projectId) },
    { title: 'Reports', href: paths.projectReports(projectId) },
    { title: 'Runs', href: paths.projectRuns(projectId) },
    { title: 'Access', href: paths.projectAccess(projectId) },
    { title: 'Settings', href: paths.projectSettings(projectId) },
  ];
  return (
    <nav className={classes.sections} aria-label="Project">
      {sections.map(({ title, href }) => (
        <PageLink
          key={href}
          href={href}
          className={classes.section}
          aria-current={decodeURIComponent(at ?? path) === decodeURIComponent(href) ? 'page' : undefined}
        >
          {title}
        </PageLink>
      ))}
    </nav>
  );
}

'use client';

import { usePathname } from 'next/navigation';
import { paths } from '../lib/paths';
import { PageLink } from '../parts/page-link';
import classes from './shell.module.css';

const places = [
  { title: 'Home', href: paths.home, holds: (path: string) => path === paths.home },
  { title: 'Projects', href: paths.projects, holds: (path: string) => path.startsWith(paths.projects) },
  { title: 'Runs', href: paths.runs, holds: (path: string) => path.startsWith(paths.runs) },
] as const;

/** Links to the places that are always there. */
export function Navigation() {
  const path = usePathname();
  return (
    <nav className={classes.nav} aria-label="Main">
      {places.map(({ title, href, holds }) => (
        <PageLink
          key={href}
          href={href}
          className={classes.navLink}
          aria-current={holds(path) ? 'page' : undefined}
        >
          {title}
        </PageLink>
      ))}
    </nav>
  );
}

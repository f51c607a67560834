import type { ReactNode } from 'react';
import { AccountMenu } from '../features/account/account-menu';
import type { SignInState } from '../features/account/sign-in-state';
import { MentionsLink } from '../features/comment/mentions-link';
import { paths } from '../lib/paths';
import { PageLink } from '../parts/page-link';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { CommandPalette } from './command-palette';
import { ConnectionNotice } from './connection-notice';
import { Navigation } from './navigation';
import classes from './shell.module.css';

/** Header, navigation and the place for the page. Who has not signed in where that is required sees no ways to go. */
export function Shell({ signIn, children }: { signIn: SignInState | undefined; children: ReactNode }) {
  const closed = signIn !== undefined && signIn.viewer === null;
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <PageLink href={paths.home} className={classes.brand}>
            <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
              <circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
              <path d="M10 1.5v17M1.5 10h17" stroke="currentColor" strokeWidth="1" opacity="0.45" />
              <circle cx="10" cy="10" r="2.6" fill="currentColor" />
            </svg>
            <span className={classes.word}>Fiducial</span>
          </PageLink>
          {!closed && <Navigation />}
          <div className={classes.tools}>
            {!closed && <ConnectionNotice />}
            {!closed && <CommandPalette />}
            {signIn?.viewer && !signIn.viewer.isLocalOwner && <MentionsLink />}
            <ColorSchemeToggle />
            {signIn?.viewer && <AccountMenu viewer={signIn.viewer} />}
          </div>
        </div>
      </header>
      <main id="content" className={classes.content}>
        {children}
      </main>
    </>
  );
}

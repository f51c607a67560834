import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '../theme/global.css';

import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from '@mantine/core';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { readSignInState } from '../features/account/sign-in-state';
import { ApiProvider } from '../lib/api-provider';
import { Messages } from '../shell/messages';
import { Shell } from '../shell/shell';
import { theme } from '../theme/theme';

export const metadata: Metadata = {
  title: { default: 'Fiducial', template: '%s · Fiducial' },
  description: 'Experiment tracking for telling adversarial inputs from authentic ones',
};

/** Every page shows what the API says now; none is made at build time. */
export const dynamic = 'force-dynamic';

/** What all pages have around them. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Without an answer the page itself says what is wrong; this frame stays as it is without sign-in.
  const signIn = await readSignInState().catch(() => undefined);
  const nonce = (await headers()).get('x-fiducial-nonce') ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <ApiProvider>
            <NuqsAdapter>
              <Shell signIn={signIn}>{children}</Shell>
            </NuqsAdapter>
          </ApiProvider>
          <Messages />
        </MantineProvider>
      </body>
    </html>
  );
}

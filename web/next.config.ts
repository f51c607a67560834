import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: ['@fiducial/schema', '@fiducial/core', '@fiducial/formats'],
  // Lays out the lineage on the server; large, and written for Node as it is.
  serverExternalPackages: ['elkjs'],
  turbopack: { root: join(import.meta.dirname, '..') },
  // "npm run typecheck" checks the types of the whole repository; once is enough.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    optimizePackageImports: [
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/notifications',
      '@tabler/icons-react',
    ],
  },
};

export default config;

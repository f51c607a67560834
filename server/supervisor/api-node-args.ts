/**
 * Room for what lives as long as one request, in MiB: of Node's own 16, requests under way at once spill into the heap that is
 * cleared slowly. Measured: a tenth more pages of 20 runs a second.
 */
export const apiNodeArgs: readonly string[] = ['--max-semi-space-size=64'];

/** The graph has no form for this network; the message says which layer, and why. */
export class Uncovered extends Error {}

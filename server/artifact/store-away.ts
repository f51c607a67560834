/** The store cannot be used now: its server is away, too slow, or in trouble. It may be in a while. */
export class StoreAwayError extends Error {
  override readonly name: string = 'StoreAwayError';
  /** Stable word for programs. */
  readonly code: 'STORE_AWAY' | 'STORE_REFUSED' = 'STORE_AWAY';
}

/** The store answers, and lets us do nothing: somebody has to look at the key, the rights or the bucket. */
export class StoreRefusedError extends StoreAwayError {
  override readonly name = 'StoreRefusedError';
  override readonly code = 'STORE_REFUSED';
}

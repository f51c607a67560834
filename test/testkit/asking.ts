/** Sends documents to an API as the local owner, and returns their data. */
export function asking(address: string) {
  return {
    address,
    /** @throws {Error} when the answer has errors */
    ask: async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
      if (errors || !data) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}

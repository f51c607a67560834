/** Server on which `make-migration` may make a scratch database. */
export const databaseUrl = process.env.DATABASE_URL;

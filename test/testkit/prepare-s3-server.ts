/** Compiles the S3 server that is tested against, unless it is there: `npm run s3-server -w test`. */
import { s3Program } from './s3-program';

console.log(await s3Program());

/** One of the processes that migrate at once: `migrator-process.ts <url> <database> <folder>`. */
import { createSql, migrate } from '@belfry/sql';

const [url, database, folder] = process.argv.slice(2);
if (url === undefined || database === undefined || folder === undefined) throw new Error('url, database, folder');
const sql = createSql({ url, database });
await migrate(sql, undefined, folder);
await sql.close();

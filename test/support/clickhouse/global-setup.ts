import { shareClickHouse } from '../clickhouse.ts';

/** Named in vitest.config.ts by the kinds of tests that want ClickHouse: one server for all their files. */
export default shareClickHouse;

import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a data directory of the embedded ClickHouse holds beside the data. */
export interface Configuration {
  /** The directory of the tables. */
  readonly data: string;
  readonly file: string;
  readonly user: string;
  readonly password: string;
}

const USER = 'belfry';

/**
 * Writes the configuration into the directory. It is the same each time but for the version of this file, so that a
 * second process, which is refused later by the engine's own lock, does no harm.
 */
export function writeConfiguration(directory: string): Configuration {
  const data = join(directory, 'data');
  mkdirSync(data, { recursive: true });
  chmodSync(directory, 0o700);
  const password = passwordOf(join(directory, 'password'));
  const users = join(directory, 'users.xml');
  const file = join(directory, 'config.xml');
  replace(users, usersXml(password));
  replace(file, configXml(users));
  return { data, file, user: USER, password };
}

/**
 * A port on loopback is open to every user of the machine and to every page in a browser on it; the password is not.
 * Made once a directory.
 */
function passwordOf(file: string): string {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, randomBytes(18).toString('hex'), { mode: 0o600 });
  try {
    // Whoever comes first has made it, and nobody reads a half of it.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(fresh);
  }
  return readFileSync(file, 'utf8');
}

function replace(file: string, text: string): void {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, file);
}

/**
 * For a small machine: the caches of a server are sized for a hundred gigabytes. No system log tables, which would grow
 * and keep an idle engine busy. Parts are written through to the disk before an insert is acknowledged, because the
 * position that follows may not survive a power cut better than they do; without the source parts of a merge kept for
 * eight minutes, merges are too.
 */
function configXml(users: string): string {
  return `<clickhouse>
  <listen_host>127.0.0.1</listen_host>
  <keep_alive_timeout>30</keep_alive_timeout>
  <max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>
  <memory_worker_period_ms>1000</memory_worker_period_ms>
  <mark_cache_size>134217728</mark_cache_size>
  <primary_index_cache_size>67108864</primary_index_cache_size>
  <index_mark_cache_size>16777216</index_mark_cache_size>
  <compiled_expression_cache_size>33554432</compiled_expression_cache_size>
  <vector_similarity_index_cache_size>1048576</vector_similarity_index_cache_size>
  <text_index_tokens_cache_size>1048576</text_index_tokens_cache_size>
  <text_index_header_cache_size>1048576</text_index_header_cache_size>
  <text_index_postings_cache_size>1048576</text_index_postings_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>2</background_schedule_pool_size>
  <background_common_pool_size>1</background_common_pool_size>
  <asynchronous_metrics_update_period_s>60</asynchronous_metrics_update_period_s>
  <max_table_size_to_drop>0</max_table_size_to_drop>
  <max_partition_size_to_drop>0</max_partition_size_to_drop>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
    <min_rows_to_fsync_after_merge>1</min_rows_to_fsync_after_merge>
    <old_parts_lifetime>60</old_parts_lifetime>
  </merge_tree>
  <storage_configuration>
    <disks><default><keep_free_space_bytes>268435456</keep_free_space_bytes></default></disks>
  </storage_configuration>
  <users_config>${escaped(users)}</users_config>
  <user_directories><users_xml><path>${escaped(users)}</path></users_xml></user_directories>
</clickhouse>
`;
}

/** `clickhouse local` itself comes as `default`, without a password: it may open the port and wait, no more. */
function usersXml(password: string): string {
  const common = '<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>';
  return `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password/>${common}
      <grants><query>GRANT SYSTEM LISTEN ON *.*</query><query>GRANT SELECT ON system.numbers</query></grants>
    </default>
    <${USER}><password>${password}</password>${common}</${USER}>
  </users>
</clickhouse>
`;
}

function escaped(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Other names of some of {@link spanSystems}, under which rules find the same spans. */
const SPAN_SYSTEM_ALIASES: readonly string[] = ["pg", "postgres", "mongo", "https"];

/** Whether a span may have that system, in any case of letters, as far as anybody knows. */
export function isSpanSystem(name: string): boolean {
  const lower = name.toLowerCase();
  return spanSystems.includes(lower) || SPAN_SYSTEM_ALIASES.includes(lower);
}

/**
 * Kinds of system by the names that OpenTelemetry's conventions have, or had, for them: `db.system.name` and
 * `db.system`, `messaging.system`, `rpc.system`, and `http`. A span may have another one; a rule rarely means one.
 */
export const spanSystems: readonly string[] = [
  "postgresql",
  "mysql",
  "mariadb",
  "sqlite",
  "redis",
  "mongodb",
  "http",
  "grpc",
  "kafka",
  "aws.dynamodb",
  "aws.redshift",
  "aws_sqs",
  "activemq",
  "azure.cosmosdb",
  "cassandra",
  "clickhouse",
  "cockroachdb",
  "connect_rpc",
  "cosmosdb",
  "couchbase",
  "couchdb",
  "db2",
  "derby",
  "dynamodb",
  "elasticsearch",
  "eventhubs",
  "firebirdsql",
  "gcp.spanner",
  "gcp_pubsub",
  "geode",
  "h2",
  "h2database",
  "hbase",
  "hive",
  "hsqldb",
  "ibm.db2",
  "ibm.informix",
  "ibm.netezza",
  "influxdb",
  "informix",
  "instantdb",
  "intersystems.cache",
  "memcached",
  "microsoft.sql_server",
  "mssql",
  "neo4j",
  "netezza",
  "opensearch",
  "oracle",
  "oracle.db",
  "other_sql",
  "pulsar",
  "rabbitmq",
  "redshift",
  "rocketmq",
  "sap.hana",
  "sap.maxdb",
  "servicebus",
  "softwareag.adabas",
  "spanner",
  "teradata",
  "trino",
];

import { createHash } from "node:crypto";

import type { LocalUser } from "./access.ts";
import { rolesOf } from "./access.ts";

const LOOPBACK = "127.0.0.1";
const LONGEST_QUOTA_SECONDS = 2 ** 31 - 1; // counted from 1970, so it ends in 2038

/**
 * @internal The file of users, roles and privileges.
 *
 * The program's own session logs in as `default` without a password, and this cannot be changed. So
 * `default` gets one privilege, to open the ports, and a quota of exactly the queries that the start
 * takes: whoever reaches the native port without a name afterwards can run nothing.
 */
export function usersXml(users: readonly LocalUser[], startQueries: number): string {
  return `<clickhouse>
  <profiles>
    <default></default>
    <readonly><readonly>2</readonly></readonly>
  </profiles>
  <quotas>
    <default></default>
    <start><interval><duration>${LONGEST_QUOTA_SECONDS}</duration><queries>${startQueries}</queries></interval></start>
  </quotas>
  <roles>
${rolesOf(users)
  .map((role) => `    <${role.name}>${grantsXml(role.grants)}</${role.name}>`)
  .join("\n")}
  </roles>
  <users>
    <default>
      <no_password/>
      <networks><ip>${LOOPBACK}</ip></networks>
      <profile>default</profile>
      <quota>start</quota>
      ${grantsXml(["SYSTEM LISTEN ON *.*"])}
    </default>
${users.map(userXml).join("\n")}
  </users>
</clickhouse>
`;
}

function userXml(user: LocalUser): string {
  const grants = [...(user.roles ?? []).map((role) => role.name), ...(user.grants ?? [])];
  return `    <${user.name}>
      <password_sha256_hex>${createHash("sha256").update(user.password).digest("hex")}</password_sha256_hex>
      <networks><ip>${LOOPBACK}</ip></networks>
      <profile>${user.readonly === true ? "readonly" : "default"}</profile>
      <quota>default</quota>
      ${grantsXml(grants)}
    </${user.name}>`;
}

// Always there, even when empty: a user without this element may do everything.
function grantsXml(grants: readonly string[]): string {
  return `<grants>${grants.map((grant) => `<query>GRANT ${escapeXml(grant)}</query>`).join("")}</grants>`;
}

/**
 * @internal The server's own file. Requests that name one of the users go to ClickHouse, which checks
 * the password; all others get the answer that ClickHouse gives to a stranger. Without this,
 * they would be `default`, whatever password they send.
 */
export function configXml(users: readonly LocalUser[]): string {
  const names = users.map((user) => user.name).join("|");
  const credentials = users.map((user) => basicCredentials(user.name)).join("|");
  return `<clickhouse>
  <users_config>users.xml</users_config>
  <keep_alive_timeout>1</keep_alive_timeout>
  <http_handlers>
    <rule>
      <url>/ping</url>
      <methods>GET,HEAD</methods>
      <handler>
        <type>static</type>
        <status>200</status>
        <content_type>text/plain; charset=UTF-8</content_type>
        <response_content>Ok.&#10;</response_content>
      </handler>
    </rule>
    <rule>
      <headers><Authorization>regex:^Basic (${credentials})[A-Za-z0-9+/=]*$</Authorization></headers>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
    <rule>
      <headers><X-ClickHouse-User>regex:^(${names})$</X-ClickHouse-User></headers>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
    <rule>
      <handler>
        <type>static</type>
        <status>403</status>
        <content_type>text/plain; charset=UTF-8</content_type>
        <http_response_headers><X-ClickHouse-Exception-Code>516</X-ClickHouse-Exception-Code></http_response_headers>
        <response_content>Code: 516. DB::Exception: Authentication failed: the request names no user of this server (AUTHENTICATION_FAILED)&#10;</response_content>
      </handler>
    </rule>
  </http_handlers>
</clickhouse>
`;
}

// The base64 of "name:", cut to the characters that no password can change.
function basicCredentials(name: string): string {
  const bytes = Buffer.from(`${name}:`);
  return bytes.toString("base64").slice(0, Math.floor((bytes.length * 8) / 6));
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

import type { Language } from "./language.ts";

/** What `probity doctor` looks at, in this order. */
export type CheckName =
  | "config"
  | "key"
  | "spool"
  | "connection"
  | "login"
  | "server"
  | "schema"
  | "clock"
  | "write"
  | "enforcement";

/** What `probity doctor` says. Details that come from other packages stay in English. */
export interface DoctorTexts {
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly notAsked: string;
  readonly skipped: string;
  readonly keys: (current: string, bytes: number, others: number) => string;
  /** What is at stake where no spool is configured. */
  readonly noSpool: string;
  readonly directoryToMake: (directory: string) => string;
  readonly directoryUnfit: (directory: string, code: string) => string;
  readonly version: (version: string) => string;
  readonly schemaCurrent: (migration: number) => string;
  readonly schemaMissing: string;
  readonly schemaBehind: (applied: number, shipped: number) => string;
  readonly skew: (milliseconds: number) => string;
  readonly mayWrite: (username: string) => string;
  readonly configured: (enforced: readonly string[], shadow: readonly string[]) => string;
  readonly changedByRequest: (rules: number) => string;
  readonly killed: (who: string) => string;
  readonly notKilled: string;
  readonly advice: Readonly<Record<Advice, string>>;
  readonly fine: string;
  readonly failed: (count: number) => string;
}

/** What to do about a check that failed. */
export type Advice =
  | "runCheck"
  | "giveConfig"
  | "setKey"
  | "setSecret"
  | "letWrite"
  | "moveSpool"
  | "checkHost"
  | "startServer"
  | "checkWay"
  | "useHttpPort"
  | "checkPassword"
  | "grantRead"
  | "grantWrite"
  | "upgradeServer"
  | "migrate"
  | "upgradeProbity"
  | "restoreMigration"
  | "setClock"
  | "release"
  | "readServerLog";

const en: DoctorTexts = {
  checks: {
    config: "configuration",
    key: "pseudonym key",
    spool: "spool",
    connection: "connection",
    login: "login",
    server: "server version",
    schema: "schema",
    clock: "clock",
    write: "writing",
    enforcement: "enforcement",
  },
  notAsked: "not asked for",
  skipped: "not looked at, because of the above",
  keys: (current, bytes, others) =>
    `${current}, ${bytes} bytes${others === 0 ? "" : `, and ${others} older ${others === 1 ? "one" : "ones"}`}`,
  noSpool: "none configured: records that wait in memory are lost when the service crashes",
  directoryToMake: (directory) => `${directory}, not there yet, can be made`,
  directoryUnfit: (directory, code) => `${directory} can't be written (${code})`,
  version: (version) => `ClickHouse ${version}`,
  schemaCurrent: (migration) => `current, at migration ${migration}`,
  schemaMissing: "the tables are not there",
  schemaBehind: (applied, shipped) => `at migration ${applied} of ${shipped}`,
  skew: (milliseconds) =>
    milliseconds === 0
      ? "the server's clock agrees with this machine's"
      : `the server's clock is ${Math.abs(milliseconds)} ms ${milliseconds > 0 ? "ahead of" : "behind"} this machine's`,
  mayWrite: (username) => `user "${username}" may insert records`,
  configured: (enforced, shadow) =>
    [
      enforced.length === 0 ? "no rule is enforced" : `enforced ${enforced.join(" ")}`,
      ...(shadow.length === 0 ? [] : [`in shadow ${shadow.join(" ")}`]),
    ].join(", "),
  changedByRequest: (rules) => `${rules} changed by request (probity control show)`,
  killed: (who) => `the kill switch is thrown, by ${who}`,
  notKilled: "kill switch not thrown",
  advice: {
    release: "once what it was thrown for is put right: probity control release",
    runCheck: "run probity check, and put right what it tells",
    giveConfig: "give --config <file>, or --url <url>, or set PROBITY_CLICKHOUSE_URL",
    setKey: "set the variable or write the file; a key is best made by openssl rand -base64 32",
    setSecret: "set the variable or write the file",
    letWrite:
      "let the service's user write there, or configure another directory; these are the rights of whoever runs doctor",
    moveSpool:
      "configure a directory of the spool's own, with a short path, or move what is not the spool's elsewhere",
    checkHost: "check the host name in the URL, and that this machine can resolve it",
    startServer: "start the server, or check host and port in the URL; for development there is probity dev",
    checkWay: "check the way there: firewall, proxy, TLS; the server may also be too busy to answer",
    useHttpPort: "give the URL of ClickHouse's HTTP interface, port 8123 or 8443 as a rule",
    checkPassword: "check user and password of the storage section, or PROBITY_CLICKHOUSE_PASSWORD",
    grantRead: "grant the user SELECT on the database",
    grantWrite: "grant the user INSERT on the database; the server's own words are above",
    upgradeServer: "upgrade the server",
    migrate: "run probity migrate, as a user who may create tables",
    upgradeProbity: "upgrade Probity on this machine",
    restoreMigration: "put the migration back as it was applied; a change of the schema is a new migration",
    setClock:
      "keep both machines on network time (NTP): records carry the service's clock, and rules go by it",
    readServerLog: "read the server's log",
  },
  fine: "all is well",
  failed: (count) => `${count} ${count === 1 ? "check" : "checks"} failed`,
};

const zh: DoctorTexts = {
  checks: {
    config: "配置文件",
    key: "假名密钥",
    spool: "落盘目录",
    connection: "连接",
    login: "登录",
    server: "服务器版本",
    schema: "表结构",
    clock: "时钟",
    write: "写入权限",
    enforcement: "规则执行",
  },
  notAsked: "本次未检查",
  skipped: "因上述问题未检查",
  keys: (current, bytes, others) =>
    `${current}，${bytes} 字节${others === 0 ? "" : `；另有 ${others} 个旧密钥`}`,
  noSpool: "未配置：服务崩溃时，内存中尚未入库的记录会丢失",
  directoryToMake: (directory) => `${directory}，尚不存在，可创建`,
  directoryUnfit: (directory, code) => `${directory} 无法写入（${code}）`,
  version: (version) => `ClickHouse ${version}`,
  schemaCurrent: (migration) => `已是最新，迁移编号 ${migration}`,
  schemaMissing: "尚未建表",
  schemaBehind: (applied, shipped) => `迁移编号 ${applied}，应为 ${shipped}`,
  skew: (milliseconds) =>
    milliseconds === 0
      ? "服务器时钟与本机一致"
      : `服务器时钟比本机${milliseconds > 0 ? "快" : "慢"} ${Math.abs(milliseconds)} 毫秒`,
  mayWrite: (username) => `用户“${username}”可写入记录`,
  configured: (enforced, shadow) =>
    [
      enforced.length === 0 ? "没有规则被执行" : `执行 ${enforced.join(" ")}`,
      ...(shadow.length === 0 ? [] : [`影子运行 ${shadow.join(" ")}`]),
    ].join("，"),
  changedByRequest: (rules) => `${rules} 项已被变更（probity control show）`,
  killed: (who) => `紧急开关已由 ${who} 按下`,
  notKilled: "紧急开关未按下",
  advice: {
    release: "问题解决后释放：probity control release",
    runCheck: "运行 probity check，按提示修改",
    giveConfig: "用 --config <file> 或 --url <url> 指定，或设置 PROBITY_CLICKHOUSE_URL",
    setKey: "设置该环境变量或写好该文件；密钥建议用 openssl rand -base64 32 生成",
    setSecret: "设置该环境变量或写好该文件",
    letWrite: "授予运行服务的用户写入权限，或改用其他目录；此处检查的是当前用户的权限",
    moveSpool: "为落盘单独配置一个路径较短的目录，或将其中的其他文件移走",
    checkHost: "检查 URL 中的主机名，以及本机能否解析它",
    startServer: "启动服务器，或检查 URL 中的主机与端口；开发时可用 probity dev",
    checkWay: "检查网络通路：防火墙、代理、TLS；也可能是服务器过忙",
    useHttpPort: "请填写 ClickHouse 的 HTTP 接口地址，端口一般为 8123 或 8443",
    checkPassword: "检查 storage 中的用户与密码，或 PROBITY_CLICKHOUSE_PASSWORD",
    grantRead: "授予该用户对此数据库的 SELECT 权限",
    grantWrite: "授予该用户对此数据库的 INSERT 权限；服务器原话见上",
    upgradeServer: "升级服务器",
    migrate: "以有建表权限的用户运行 probity migrate",
    upgradeProbity: "升级本机的 Probity",
    restoreMigration: "恢复已执行的迁移文件；改表结构须另加新的迁移",
    setClock: "两台机器都应使用网络校时（NTP）：记录使用服务所在机器的时间，规则据此判断",
    readServerLog: "查看服务器日志",
  },
  fine: "一切正常",
  failed: (count) => `${count} 项未通过`,
};

/** The texts of each language. */
export const doctorTexts: Readonly<Record<Language, DoctorTexts>> = { zh, en };

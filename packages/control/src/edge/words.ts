import type { ControlErrorCode } from "../errors.ts";

/** What answers are written in. */
export type Language = "zh" | "en";

/** What is wrong at a place of a body. */
export interface Problem {
  /** Such as `block[0]`; empty for the whole body. */
  readonly at: string;
  readonly what: ProblemWord;
  /** What may stand there: words of ours, never what was sent. */
  readonly expected?: string | undefined;
}

export type ProblemWord =
  "missing" | "wrong_type" | "unknown_key" | "unfit_length" | "unknown_word" | "bad_format" | "out_of_range";

type Said = Readonly<Record<Language, string>>;

const PROBLEMS: Readonly<Record<ProblemWord, Said>> = {
  missing: { zh: "缺少该字段", en: "is missing" },
  wrong_type: { zh: "类型不对", en: "is of the wrong type" },
  unknown_key: { zh: "没有这个字段", en: "there is no such field" },
  unfit_length: { zh: "过短或过长", en: "is too short or too long" },
  unknown_word: { zh: "不是可用的取值", en: "is none of the words that may stand there" },
  bad_format: { zh: "格式不对", en: "is not of the right form" },
  out_of_range: { zh: "超出范围", en: "is out of range" },
};

/** What is said of a request as a whole. */
export type StatusWord =
  | "INVALID"
  | "NOT_JSON"
  | "UNSUPPORTED_TYPE"
  | "TOO_LARGE"
  | "UNKNOWN_CALLER"
  | "WRONG_METHOD"
  | "NOT_RECORDED";

const STATUSES: Readonly<Record<StatusWord, Said>> = {
  INVALID: {
    zh: "请求内容有误，未作任何更改。",
    en: "Something in the request is wrong; nothing was changed.",
  },
  NOT_JSON: { zh: "请求体不是有效的 JSON。", en: "The body is no valid JSON." },
  UNSUPPORTED_TYPE: {
    zh: "请求体须为未压缩的 application/json。",
    en: "The body must be application/json, not compressed.",
  },
  TOO_LARGE: { zh: "请求体过大。", en: "The body is too large." },
  UNKNOWN_CALLER: { zh: "请先登录。", en: "Sign in first." },
  WRONG_METHOD: { zh: "不支持该请求方法。", en: "That method is not supported here." },
  NOT_RECORDED: { zh: "暂时无法记录，请稍后重试。", en: "It could not be put on record; try again later." },
};

const REFUSALS: Readonly<Record<ControlErrorCode, Said>> = {
  INVALID_OPTION: { zh: "服务配置有误。", en: "The service is set up wrongly." },
  INVALID: STATUSES.INVALID,
  NOT_FOUND: {
    zh: "没有找到；刚由其他进程登记的，请稍后再试。",
    en: "There is no such thing here; if it is new, try again in a few seconds.",
  },
  ALREADY_KNOWN: { zh: "该编号已被使用。", en: "That id is taken." },
  SAME_PERSON: {
    zh: "申请人与审批人不得为同一人。",
    en: "Somebody other than who proposed it must approve it.",
  },
  NOT_PROPOSED: {
    zh: "尚未收到该申请，请稍后再试。",
    en: "The proposal is not known here yet; try again in a few seconds.",
  },
  NOT_APPROVED: { zh: "尚未审批，请改为驳回。", en: "It is not approved yet; reject it instead." },
  ALREADY_DECIDED: { zh: "已有结论或已结束。", en: "It was decided already, or is over." },
  CONFLICT: { zh: "状态已变化，请刷新后再试。", en: "It has changed since; look at it again." },
};

export function sayProblem({ what, expected }: Problem, language: Language): string {
  const said = PROBLEMS[what][language];
  if (expected === undefined) return said;
  return language === "zh" ? `${said}；应为 ${expected}` : `${said}; expected ${expected}`;
}

export function sayStatus(word: StatusWord, language: Language): string {
  return STATUSES[word][language];
}

export function sayRefusal(code: ControlErrorCode, language: Language): string {
  return REFUSALS[code][language];
}

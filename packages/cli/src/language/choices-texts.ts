import type { ChoiceRow } from "@probity/core";

import type { Language } from "./language.ts";

/** What `probity choices` says. */
export interface ChoicesTexts {
  readonly chosen: string;
  readonly choice: string;
  readonly kinds: Readonly<Record<ChoiceRow["kind"], string>>;
  readonly about: string;
  readonly outlet: string;
  readonly everyOutlet: string;
  readonly by: string;
  readonly guardian: string;
  readonly user: string;
  readonly service: string;
  readonly via: string;
  readonly subject: string;
  readonly listed: (count: number, all: boolean, timeZone: string) => string;
}

const en: ChoicesTexts = {
  chosen: "Chosen",
  choice: "Choice",
  kinds: {
    personalisation_off: "personalisation off",
    personalisation_on: "personalisation on",
    tag_deleted: "tag deleted",
    tag_blocked: "tag blocked",
    tag_restored: "tag restored",
    consent_given: "consent given",
    consent_withdrawn: "consent withdrawn",
  },
  about: "About",
  outlet: "Outlet",
  everyOutlet: "every one",
  by: "By",
  guardian: "guardian",
  user: "user",
  service: "Service",
  via: "Came by",
  subject: "Subject",
  listed: (count, all, timeZone) =>
    `${count} ${count === 1 ? "choice" : "choices"}${all ? "" : ` that ${count === 1 ? "holds" : "hold"} now`}, newest first; times are those of ${timeZone}`,
};

const zh: ChoicesTexts = {
  chosen: "选择时间",
  choice: "选择",
  kinds: {
    personalisation_off: "关闭个性化",
    personalisation_on: "开启个性化",
    tag_deleted: "删除标签",
    tag_blocked: "屏蔽标签",
    tag_restored: "恢复标签",
    consent_given: "给予同意",
    consent_withdrawn: "撤回同意",
  },
  about: "对象",
  outlet: "服务出口",
  everyOutlet: "全部",
  by: "选择人",
  guardian: "监护人",
  user: "用户",
  service: "服务",
  via: "来源",
  subject: "用户主体",
  listed: (count, all, timeZone) =>
    `共 ${count} 项${all ? "" : "现行有效的"}选择，由新到旧；时间为 ${timeZone} 时间`,
};

/** The texts of each language. */
export const choicesTexts: Readonly<Record<Language, ChoicesTexts>> = { zh, en };

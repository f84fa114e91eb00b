import type { Outlet } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const f04: Rule = {
  id: "F04",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似未显著展示备案编号、公示链接失效，或公示与备案不一致",
    en: "Suspected lack of the filing number or a live link, or a notice other than the one filed",
  },
  basis: [cite("REG9", "26", "V"), cite("REG9", "16", "V")],
  severity: "medium",
  defaultAction: "warn",
  when: ["inline", "registry"],
  inputs: ["decisions.notice", "decisions.outlet", "outlet.display", "algorithm.filed", "algorithm.filing"],
  meaning: {
    zh:
      "应当以显著方式告知用户提供算法推荐服务的情况，公示基本原理、目的意图和主要运行机制；" +
      "完成备案的，应当在对外提供服务的网站、应用程序等的显著位置标明备案编号并提供公示信息链接。",
    en:
      "Users are to be told, conspicuously, that an algorithm recommends, on what principle and to what end; once filed, " +
      "the number and a link to the public notice stand in a conspicuous place.",
  },
  description: {
    zh:
      "最近一次出口检查发现没有展示编号（number=hidden）或链接失效（link=dead）；或本次决策展示的公示版本与备案快照的不同" +
      "（notice=unfiled）。登记检查时另看：已有备案编号而出口从未检查（display=unchecked）。",
    en:
      "The last check of the outlet found no number (number=hidden) or a dead link (link=dead); or the notice shown for " +
      "the decision is another version than the filed one (notice=unfiled). In the registry also: there is a filing " +
      "number, and the outlet was never checked (display=unchecked).",
  },
  blindSpots: {
    zh: "位置是否“显著”；公示文字与实际机制是否相符（需人工比对）；检查之后发生的变化；服务没有上报的公示版本。",
    en:
      "Whether the place is conspicuous; whether the text is true to the mechanism, which a person compares; what changed " +
      "since the check; notices that the service doesn't report.",
  },
  example: {
    zh: "改版后“关于”页的备案编号被移除，公示链接返回 404。",
    en: 'After a redesign the "about" page lacks the number, and the link to the notice answers 404.',
  },
  compile({ algorithm: { filed }, outlet }) {
    const defects = displayDefects(outlet);
    const notice = filed?.notice;
    if (defects === "" && notice === undefined) return undefined;
    return {
      judge({ details }) {
        const isOther = notice !== undefined && details.notice !== "" && details.notice !== notice;
        if (!isOther) return defects === "" ? undefined : defects;
        return defects === "" ? "notice=unfiled" : `${defects} notice=unfiled`;
      },
    };
  },
  inspect({ algorithm: { filing = "" }, outlet }) {
    if (!outlet || filing === "") return undefined;
    if (!outlet.display) return "display=unchecked";
    const defects = displayDefects(outlet);
    return defects === "" ? undefined : defects;
  },
};

function displayDefects(outlet: Outlet | undefined): string {
  if (!outlet?.display) return "";
  const { numberShown, linkAlive } = outlet.display;
  if (numberShown) return linkAlive ? "" : "link=dead";
  return linkAlive ? "number=hidden" : "number=hidden link=dead";
}

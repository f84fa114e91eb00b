import { createCatalog } from "@probity/core";
import { type DeclaredRule, judgeWith, ownPack } from "@probity/rules";

const declared: DeclaredRule[] = [
  {
    id: "X01",
    title: { zh: "疑似夜间向未成年人推荐高价商品", en: "Suspected expensive goods for minors at night" },
    severity: "high",
    when: { minor: true, hours: { from: "21:00", to: "07:00" } },
    limits: { price: 100 },
  },
  {
    id: "X02",
    title: { zh: "疑似在搜索中使用健康信息", en: "Suspected use of health data in search" },
    action: "strip_feature",
    when: { purposes: ["search"] },
    forbids: { codes: ["SPI.MED"] },
  },
];

const judge = judgeWith([ownPack(declared)], { modes: new Map([["X02", "enforce"]]) });
const catalog = createCatalog({ sources: [], features: [] });
const search = { id: "search", version: "3", type: "retrieval", purpose: "search" } as const;
export const { rules } = judge({ catalog, algorithm: search }); // own@, a digest of the above, and !X02

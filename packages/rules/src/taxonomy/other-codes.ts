import { from, row, type SensitivityCode } from "./sensitivity-code.ts";

const listed = from("GB/T 35273-2020 annex B", "V2");
const assumed = from("GB/T 35273-2020 annex B", "K");
const inferred = from("reading of PIPL 24, 28, 73: the inference is itself automated decision-making", "I");
const tags = from("REG9 10", "V");

/** What the older standard called sensitive, derived labels, and forbidden tags: tiers L, N, D and X. */
export const otherCodes: readonly SensitivityCode[] = [
  row(
    "LEG.ID",
    "L",
    "身份证、军官证、护照、驾照、社保卡号",
    "identity document numbers",
    "id_no passport",
    assumed,
    from("a number alone is no longer sensitive under GB/T 45574-2025", "V2"),
  ),
  row(
    "LEG.PROP",
    "L",
    "存款、房产、信贷、交易和消费记录、虚拟财产",
    "property, credit, purchases",
    "order_hist gmv_90d spend_level",
    listed,
  ),
  row(
    "LEG.COMM",
    "L",
    "通信记录和内容",
    "communications",
    "im_text call_log",
    assumed,
    from("also secrecy of correspondence", "K"),
  ),
  row(
    "LEG.CONTACT",
    "L",
    "通讯录、好友列表、群组列表",
    "contacts, friends, groups",
    "contacts friend_list",
    assumed,
  ),
  row("LEG.BROWSE", "L", "网页浏览记录", "browsing history", "click_seq view_hist", assumed),
  row("LEG.LODGING", "L", "住宿信息", "lodging", "hotel_hist", listed),
  row("LEG.MARRIAGE", "L", "婚史", "marital history", "married divorced", assumed),
  row(
    "LEG.COARSELOC",
    "N",
    "粗略位置（IP、城市）",
    "coarse location",
    "city geo_ip",
    from("GB/T 45574-2025, questions and answers of its drafters: not sensitive", "V2"),
  ),

  row(
    "DRV.ETHNIC",
    "D",
    "民族、种族描述",
    "label of ethnicity or race",
    "ethnic_guess",
    from("GB/T 35273-2020 7.4", "K"),
  ),
  row("DRV.RELIGION", "D", "由行为推断的宗教信仰", "inferred religion", "religion_guess", inferred),
  row("DRV.HEALTH", "D", "由行为推断的疾病、孕产状态", "inferred health", "pregnancy_intent", inferred),
  row("DRV.DISABLE", "D", "由行为推断的残疾", "inferred disability", "disability_guess", inferred),
  row("DRV.SEX", "D", "由行为推断的性取向", "inferred sexual orientation", "orientation_guess", inferred),
  row(
    "DRV.PRICESENS",
    "D",
    "价格敏感度、支付意愿、支付能力",
    "price sensitivity, willingness or ability to pay",
    "wtp price_sens",
    from("REG9 21", "V"),
    from("PRICE26 15", "V2"),
  ),
  row(
    "DRV.VULN",
    "D",
    "沉迷、冲动消费、情绪脆弱",
    "addiction or vulnerability score",
    "addict_score",
    from("REG9 8, 18", "V"),
  ),

  row("TAG.ILLEGAL", "X", "违法信息关键词", "keyword of illegal content as a tag", "gambling_lover", tags),
  row(
    "TAG.BAD",
    "X",
    "不良信息关键词（低俗、血腥、迷信等）",
    "keyword of harmful content as a tag",
    "vulgar_pref",
    tags,
    from("classes: Provisions on the Governance of Online Content Ecology 6-7", "K"),
  ),
];

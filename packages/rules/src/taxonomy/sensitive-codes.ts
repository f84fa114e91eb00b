import { from, row, type SensitivityCode } from "./sensitivity-code.ts";

const law = from("PIPL 28", "V");
const listed = from("GB/T 45574-2025 annex A", "V2");
/** The class is in the law; that the standard's list holds this kind is not checked. */
const assumed = from("GB/T 45574-2025 annex A", "K");

/** Sensitive personal information (敏感个人信息): tiers S and G. */
export const sensitiveCodes: readonly SensitivityCode[] = [
  row("SPI.BIO.GENE", "S", "基因", "genetic data", "gene dna", law, listed),
  row("SPI.BIO.FACE", "S", "人脸", "face", "face_id face_vec faceprint", law, listed),
  row("SPI.BIO.VOICE", "S", "声纹", "voiceprint", "voiceprint spk_emb", law, listed),
  row(
    "SPI.BIO.FINGER",
    "S",
    "指纹、掌纹",
    "fingerprint, palm print",
    "fingerprint palm",
    law,
    listed,
    from("palm print in the list", "K"),
  ),
  row("SPI.BIO.EYE", "S", "虹膜、眼纹", "iris, eye print", "iris", law, assumed),
  row("SPI.BIO.GAIT", "S", "步态", "gait", "gait", law, assumed),
  row("SPI.BIO.EAR", "S", "耳廓", "ear shape", "ear", law, assumed),

  row("SPI.REL.FAITH", "S", "信仰的宗教", "religion", "religion faith", law, listed),
  row(
    "SPI.REL.ORG",
    "S",
    "加入的宗教组织、宗教职位",
    "religious body or role",
    "church_member",
    law,
    listed,
    from("role in the list", "K"),
  ),
  row(
    "SPI.REL.PRACTICE",
    "S",
    "宗教活动、特殊宗教习俗",
    "religious practice",
    "religious_diet worship_visit",
    law,
    assumed,
  ),

  row("SPI.IDN.DISABLED", "S", "残障人士身份", "disability status", "disabled cjr_card", law, listed),
  row(
    "SPI.IDN.JOB",
    "S",
    "不适宜公开的职业身份",
    "occupation unfit for disclosure",
    "undercover undisclosed_job",
    law,
    listed,
  ),
  row(
    "SPI.IDN.OTHER",
    "S",
    "其他易致歧视的特定身份",
    "other status that invites discrimination",
    "ex_convict poverty_register",
    from("general clause of PIPL 28", "I"),
  ),

  row(
    "SPI.MED.COND",
    "S",
    "病症、既往病史、家族病史、传染病史",
    "condition, medical history",
    "disease icd hiv depression",
    law,
    listed,
  ),
  row(
    "SPI.MED.VISIT",
    "S",
    "就诊、住院、医嘱、手术、用药记录",
    "care records",
    "rx hospital drug",
    law,
    listed,
  ),
  row(
    "SPI.MED.TEST",
    "S",
    "检验、检查、体检数据",
    "examinations and tests",
    "lab checkup bmi_med",
    law,
    listed,
  ),
  row("SPI.MED.REPRO", "S", "生育信息", "reproductive data", "pregnant menses ivf", law, assumed),

  row(
    "SPI.FIN.ACCOUNT",
    "S",
    "银行、证券、基金、保险、公积金账号及密码",
    "financial accounts and their secrets",
    "bank_card sec_acct pwd",
    law,
    listed,
  ),
  row(
    "SPI.FIN.TOKEN",
    "S",
    "磁道或芯片数据、支付标记",
    "track data, payment token",
    "track2 pay_token",
    law,
    assumed,
  ),
  row("SPI.FIN.INCOME", "S", "收入明细", "income in detail", "salary_detail", law, assumed),

  row(
    "SPI.LOC.TRACK",
    "S",
    "连续精准定位、车辆或人员行踪轨迹",
    "trajectories",
    "gps_track trip_path",
    law,
    listed,
  ),
  row(
    "SPI.LOC.PRECISE",
    "G",
    "单点精准定位",
    "precise location",
    "lat lng gps",
    from("GB/T 45574-2025 (other), questions and answers of its drafters", "V2"),
  ),

  row("SPI.U14", "S", "不满十四周岁未成年人的个人信息", "any personal data of an under-14", "*", law),

  row(
    "SPI.OTH.SEX",
    "G",
    "性取向、性生活",
    "sexual orientation, sex life",
    "orientation lgbt_tag",
    listed,
    from("sex life in the list", "K"),
  ),
  row("SPI.OTH.CREDIT", "G", "征信信息", "credit report", "credit_score_pboc", listed),
  row("SPI.OTH.CRIME", "G", "犯罪记录", "criminal record", "crime", listed),
  row("SPI.OTH.IDPHOTO", "G", "居民身份证照片", "image of an identity card", "id_card_img", listed),
  row("SPI.OTH.INTIMATE", "G", "私密部位影像", "intimate images", "nude", assumed),
  row(
    "SPI.AGG",
    "G",
    "汇聚后整体具有敏感属性的个人信息",
    "data that is sensitive in aggregate",
    "*",
    from("GB/T 45574-2025, aggregation principle", "V2"),
  ),
];

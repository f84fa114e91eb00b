import type { NameWords } from "./name-word.ts";

/** Words for tiers S, G and E. The words are ours [I]: the law names kinds of data, not columns. */
export const sensitiveWords: readonly NameWords[] = [
  {
    stands: "SPI.BIO.GENE",
    chinese: "基因 染色体 遗传",
    pinyin: "ji.yin",
    english: "gene genes genome genotype genetic.test dna/domain+sequence.id",
  },
  {
    stands: "SPI.BIO.FACE",
    chinese: "人脸 面部特征 面容 刷脸",
    pinyin: "ren.lian mian.bu shua.lian",
    english:
      "face.id face.vec face.vector face.emb face.embedding face.feature face.img face.image face.template faceprint facial face~/type+font+clock+value+book+cream",
  },
  {
    stands: "SPI.BIO.VOICE",
    chinese: "声纹",
    pinyin: "sheng.wen",
    english: "voiceprint voice.print speaker.emb spk.emb voice.emb speaker.embedding",
  },
  {
    stands: "SPI.BIO.FINGER",
    chinese: "指纹 掌纹",
    pinyin: "zhi.wen zhang.wen",
    english:
      "finger.print/device+browser+tls+canvas+content+file+audio palm.print palmprint palm~/oil+beach+tree",
  },
  {
    stands: "SPI.BIO.EYE",
    chinese: "虹膜 眼纹 视网膜",
    pinyin: "hong.mo",
    english: "iris~/dataset eyeprint eye.print retina/display+image.scale",
  },
  { stands: "SPI.BIO.GAIT", chinese: "步态", pinyin: "bu.tai", english: "gait" },
  {
    stands: "SPI.BIO.EAR",
    chinese: "耳廓",
    pinyin: "er.kuo",
    english: "earprint ear.print ear.shape auricle ear?/phone+ring+plug",
  },
  {
    stands: "SPI.REL.FAITH",
    chinese: "宗教信仰 宗教 信仰 信教",
    pinyin: "zong.jiao zong.jiao.xin.yang xin.yang~",
    initials: "zjxy~",
    english:
      "religion religious muslim~ christian~ buddhist~ catholic~ hindu~ faith~/good+bad belief~ creed/assassins",
  },
  {
    stands: "SPI.REL.ORG",
    chinese: "教会 宗教组织 教职",
    pinyin: "jiao.hui~ zong.jiao.zu.zhi",
    english: "church.member congregation religious.org church~/music",
  },
  {
    stands: "SPI.REL.PRACTICE",
    chinese: "礼拜 朝拜 斋戒 清真",
    pinyin: "li.bai? qing.zhen",
    english: "worship worship.visit religious.diet halal kosher prayer",
  },
  {
    stands: "SPI.IDN.DISABLED",
    chinese: "残疾 残障",
    pinyin: "can.ji can.zhang can.ji.zheng",
    initials: "cjr cjz",
    english:
      "disability handicap handicapped disabled~/is+button+account+feature+flag+at+push+notification+user.status cjr.card",
  },
  {
    stands: "SPI.IDN.JOB",
    chinese: "涉密职业 保密职业",
    pinyin: "she.mi",
    english: "undercover undisclosed.job secret.service.job",
  },
  {
    stands: "SPI.IDN.OTHER",
    chinese: "贫困户 低保 建档立卡 刑满释放 特殊身份",
    pinyin: "pin.kun.hu di.bao jian.dang.li.ka",
    english: "ex.convict poverty.register welfare.recipient refugee",
  },
  {
    stands: "SPI.MED.COND",
    chinese: "病历 病史 疾病 病症 诊断 传染病 慢性病 过敏 糖尿病 高血压 抑郁 艾滋 癌症 健康?",
    pinyin:
      "bing.li bing.shi ji.bing zhen.duan chuan.ran.bing man.xing.bing guo.min.shi tang.niao.bing gao.xue.ya yi.yu.zheng jian.kang?",
    initials: "bl? jbzd~",
    english:
      "disease diagnosis/system+network+log diagnoses medical.history medical.record medical.condition health.condition illness icd icd.code hiv depression/great+economic diabetes diabetic cancer tumor allergy allergies chronic health.status/service+check+node health~/check+service+node+node.pool+endpoint+probe+system+food+bar+score.service patient~/retry",
  },
  {
    stands: "SPI.MED.VISIT",
    chinese: "就诊 住院 医嘱 手术 用药 处方 挂号 医院 药品",
    pinyin: "jiu.zhen zhu.yuan yi.zhu shou.shu~ yong.yao chu.fang~ gua.hao~ yi.yuan~",
    english:
      "prescription rx~/bytes+packets+tx+js+buffer+errors+dropped hospital hospitalization admission.date drug~/store+drag medication medicine.record surgery clinic clinic.visit doctor.visit medical.visit",
  },
  {
    stands: "SPI.MED.TEST",
    chinese: "体检 化验 检验结果 检查报告 血型 血糖 血压",
    pinyin: "ti.jian~ hua.yan xue.xing xue.tang xue.ya",
    english:
      "checkup health.checkup lab.result lab.test lab?/color+gitlab+rgb bmi blood.type blood.pressure blood.sugar blood.glucose blood.oxygen heart.rate~ test.result?",
  },
  {
    stands: "SPI.MED.REPRO",
    chinese: "怀孕 孕期 孕周 预产期 月经 经期 生育 备孕 试管",
    pinyin: "huai.yun yun.qi yun.zhou yu.chan.qi yue.jing bei.yun sheng.yu~",
    english:
      "pregnant pregnancy menses menstrual ivf ovulation due.date?/invoice+bill+payment+task+loan+book+return fertility",
  },
  {
    stands: "SPI.FIN.ACCOUNT",
    chinese: "银行卡 银行账号 银行账户 银行卡号 证券账户 基金账户 公积金 支付密码 密码 保单号",
    pinyin: "yin.hang.ka yin.hang.zhang.hao zheng.quan.zhang.hu gong.ji.jin mi.ma zhi.fu.mi.ma",
    initials: "yhk yhkh gjj~",
    english:
      "bank.card bank.acct bank.account bank.no bank.number card.no~/id+member+loyalty card.number~ credit.card credit.card.no debit.card debit.card.no iban account.no~ acct.no~ sec.acct securities.account fund.account policy.no? pwd~/working+cwd+dir password passwd passcode pay.password cvv cvv2 pan.number",
  },
  {
    stands: "SPI.FIN.TOKEN",
    chinese: "支付标记 磁道",
    pinyin: "ci.dao",
    english: "pay.token payment.token track.2/music track.1.data magstripe emv.data chip.data~",
  },
  {
    stands: "SPI.FIN.INCOME",
    chinese: "收入 工资 薪资 薪酬 年薪 月薪",
    pinyin: "shou.ru~ gong.zi xin.zi nian.xin yue.xin",
    english: "salary income/type.ad payroll wage wages annual.income income.detail salary.detail",
  },
  {
    stands: "SPI.LOC.TRACK",
    chinese: "轨迹 行踪 行程轨迹 行驶轨迹",
    pinyin: "gui.ji xing.zong",
    english:
      "gps.track gps.trace trip.path trajectory location.history location.trace geo.trace geo.track route.history~ movement.track",
  },
  {
    stands: "SPI.LOC.PRECISE",
    chinese: "经纬度 经度 纬度 精准定位 精确位置 定位",
    pinyin: "jing.wei.du jing.du~ wei.du ding.wei~",
    english:
      "lat~ lng lon~ latitude longitude lat.lng lat.lon lnglat gps/clock gps.lat gps.lng precise.location exact.location coordinate~/screen+x+y+canvas coords~/screen+mouse geohash geo.hash geo.point lbs.point",
  },
  {
    stands: "SPI.U14",
    chinese: "儿童信息 未满十四岁",
    english:
      "child.profile~ child.age~ kid.age~ baby.age~ child.birthday~ baby.birthday~ under.14 u.14 kid.profile~",
  },
  {
    stands: "SPI.OTH.SEX",
    chinese: "性取向 性生活 性倾向",
    pinyin: "xing.qu.xiang xing.sheng.huo",
    english:
      "sexual.orientation sex.orientation sexual.preference sex.life lgbt lgbt.tag lgbtq gay~ lesbian~ bisexual orientation?/screen+device+page+image+layout+text+photo+exif+customer+display+print",
  },
  {
    stands: "SPI.OTH.CREDIT",
    chinese: "征信 信用报告",
    pinyin: "zheng.xin zheng.xin.bao.gao",
    english: "credit.report credit.score pboc credit.history fico credit.bureau",
  },
  {
    stands: "SPI.OTH.CRIME",
    chinese: "犯罪记录 犯罪 前科 案底",
    pinyin: "fan.zui qian.ke an.di",
    english:
      "criminal.record crime.record conviction~ arrest.record crime?/genre+novel+fiction+book+category+tag+film+movie",
  },
  {
    stands: "SPI.OTH.IDPHOTO",
    chinese: "身份证照片 身份证正面 身份证反面 身份证图片 手持身份证",
    pinyin: "shen.fen.zheng.zhao.pian shen.fen.zheng.zhao",
    english:
      "id.card.img id.card.image id.card.photo id.card.pic id.card.front id.card.back idcard.front identity.card.photo id.photo~",
  },
  {
    stands: "SPI.OTH.INTIMATE",
    chinese: "私密部位 裸照 私密照",
    english: "nude~/color+shade+lipstick nude.photo intimate.image intimate.photo",
  },
  {
    stands: "EU.ETHNIC DRV.ETHNIC",
    chinese: "民族 种族 族裔",
    pinyin: "min.zu zhong.zu",
    initials: "mz?",
    english:
      "ethnic ethnicity ethnic.group race?/condition+car+horse+result+time+mode+game+number+f.1 racial nation? nation.code? minority.group",
  },
  {
    stands: "EU.POL",
    chinese: "政治面貌 政治观点 党员 政治倾向",
    pinyin: "zheng.zhi.mian.mao dang.yuan",
    initials: "zzmm",
    english:
      "political.view political.views political.opinion political.party political.status politics~/genre+category+channel+topic+tag+news party.member party.membership voting.intention",
  },
  {
    stands: "EU.UNION",
    chinese: "工会会员 工会成员 工会",
    pinyin: "gong.hui~",
    english: "union.member union.membership trade.union labor.union labour.union",
  },
];

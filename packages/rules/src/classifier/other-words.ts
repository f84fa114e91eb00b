import type { NameWords } from "./name-word.ts";

/** Words for tiers L, N, D and X. The words are ours [I]. */
export const otherWords: readonly NameWords[] = [
  {
    stands: "LEG.ID",
    chinese: "身份证 身份证号 证件号 证件号码 护照 驾照 驾驶证 社保卡 军官证 港澳通行证",
    pinyin: "shen.fen.zheng shen.fen.zheng.hao zheng.jian.hao hu.zhao jia.zhao jia.shi.zheng she.bao.ka",
    initials: "sfz sfzh sfzhm zjh~ zjhm",
    english:
      "id.card id.card.no id.card.number id.no identity.no identity.number id.number~ national.id passport passport.no driver.license driving.licence driver.licence ssn social.security.no social.security.number citizen.id cert.no~ idno",
  },
  {
    stands: "LEG.PROP",
    chinese: "存款 房产 信贷 贷款 消费记录 消费金额 交易记录 订单 购买记录 余额 资产",
    pinyin: "ding.dan cun.kuan fang.chan dai.kuan xiao.fei xiao.fei.jin.e jiao.yi~ yu.e~ gou.mai~",
    initials: "ddh~ xfje",
    english:
      "order.hist order.history order.count order.amount orders/sort+display order.id~ purchase purchases purchase.history transaction/db+sql+isolation+trace transactions/db+sql gmv spend.level spend~ spending consumption.level deposit loan mortgage credit.line balance~/load+work+color+white assets~/static+js+css+bundle property.owned house.owned payment.history",
  },
  {
    stands: "LEG.COMM",
    chinese: "通话记录 聊天记录 短信 通信记录 私信",
    pinyin: "tong.hua.ji.lu liao.tian.ji.lu duan.xin~ si.xin",
    english:
      "im.text im.message chat.history chat.log chat.message call.log call.history call.record sms.content sms~ private.message dm.text email.body",
  },
  {
    stands: "LEG.CONTACT",
    chinese: "通讯录 好友 联系人 群组",
    pinyin: "tong.xun.lu hao.you lian.xi.ren",
    initials: "txl",
    english:
      "contacts contact.list address.book friend.list friends friend.ids friend.count~ phonebook phone.book emergency.contact group.list~",
  },
  {
    stands: "LEG.BROWSE",
    chinese: "浏览 点击记录 点击序列 搜索记录 观看记录 播放记录 历史记录",
    pinyin: "liu.lan liu.lan.ji.lu sou.suo.ji.lu~ guan.kan.ji.lu",
    english:
      "click.seq click.history click.log clicks~ view.hist view.history browse browsing browsing.history search.history search.hist watch.history watch.hist play.history viewed.items recently.viewed read.history visit.history",
  },
  {
    stands: "LEG.LODGING",
    chinese: "住宿 酒店入住 入住记录 开房",
    pinyin: "zhu.su jiu.dian~ ru.zhu~",
    english:
      "hotel.hist hotel.history hotel.stay hotel.stays lodging accommodation check.in.history~ hotel.booking hotel.visits",
  },
  {
    stands: "LEG.MARRIAGE",
    chinese: "婚姻 婚史 婚姻状况 离异 已婚 未婚",
    pinyin: "hun.yin hun.yin.zhuang.kuang hun.shi yi.hun",
    initials: "hyzk",
    english: "married marriage marital marital.status divorced divorce widowed spouse",
  },
  {
    stands: "LEG.COARSELOC",
    chinese: "城市 省份 地区 所在地 归属地 国家 地址",
    pinyin: "cheng.shi sheng.fen suo.zai.di di.qu guo.jia",
    english:
      "city province geo.ip ip.city ip.region ip.addr ip.address client.ip remote.ip user.ip login.ip register.ip ip? district~ county~ country region~/aws+memory+cloud+s.3 postcode zip.code postal.code user.state home.town hometown",
  },
  {
    stands: "DRV.PRICESENS",
    chinese: "价格敏感 支付意愿 支付能力 消费能力 消费水平",
    pinyin: "jia.ge.min.gan zhi.fu.neng.li xiao.fei.neng.li xiao.fei.shui.ping",
    english:
      "price.sens price.sensitivity price.sensitive wtp willingness.to.pay ability.to.pay price.elasticity purchasing.power",
  },
  {
    stands: "DRV.VULN",
    chinese: "沉迷 成瘾 冲动消费 情绪脆弱",
    pinyin: "chen.mi cheng.yin",
    english:
      "addict addict.score addiction addiction.score addicted impulse.buy impulsive impulse.score vulnerability.score~/cve+scan+security emotional.state",
  },
  {
    stands: "TAG.ILLEGAL",
    chinese: "赌博 涉赌 毒品 涉毒",
    pinyin: "du.bo",
    english: "gambling gambler gambling.lover narcotics",
  },
  {
    stands: "TAG.BAD",
    chinese: "低俗 色情 血腥 迷信",
    pinyin: "di.su se.qing",
    english: "vulgar vulgar.pref porn pornography gore~ superstition",
  },
];

/** Words for personal data that has no code of its own: it is personal all the same. */
export const personalWords: readonly NameWords[] = [
  {
    stands: "name",
    chinese: "姓名 真实姓名",
    pinyin: "xing.ming",
    initials: "xm?",
    english: "real.name full.name first.name last.name surname given.name family.name",
  },
  {
    stands: "mobile",
    chinese: "手机号 手机 电话",
    pinyin: "shou.ji shou.ji.hao dian.hua lian.xi.dian.hua",
    initials: "sjh sjhm",
    english:
      "mobile/app+first+web+device+version+view mobile.no mobile.number phone/model+brand+os phone.no phone.number tel telephone cellphone msisdn",
  },
  {
    stands: "email",
    chinese: "邮箱 电子邮件",
    pinyin: "you.xiang",
    english: "email/template+campaign e.mail mail.address email.address",
  },
  {
    stands: "gender",
    chinese: "性别",
    pinyin: "xing.bie",
    initials: "xb?",
    english: "gender sex/orientation+life",
  },
  {
    stands: "age",
    chinese: "年龄 岁数",
    pinyin: "nian.ling",
    english: "age/cache+max+page age.band age.group user.age",
  },
  {
    stands: "birth_date",
    chinese: "出生日期 生日 出生年月",
    pinyin: "chu.sheng.ri.qi sheng.ri chu.sheng.nian.yue",
    initials: "csrq",
    english: "birth birthday birthdate birth.date birth.dt date.of.birth dob birth.year",
  },
  {
    stands: "plate",
    chinese: "车牌 车牌号",
    pinyin: "che.pai che.pai.hao",
    initials: "cph",
    english: "plate.no plate.number license.plate licence.plate car.no~",
  },
  {
    stands: "device_id",
    chinese: "设备号 设备标识",
    pinyin: "she.bei.hao",
    english: "imei imsi idfa idfv oaid android.id device.id mac.address mac.addr meid",
  },
  {
    stands: "user_id",
    chinese: "用户编号 用户标识",
    pinyin: "yong.hu.id",
    english: "user.id uid~ open.id openid union.id unionid member.id customer.id reader.id account.id~",
  },
  {
    stands: "address",
    chinese: "住址 家庭住址 详细地址 收货地址",
    pinyin: "zhu.zhi di.zhi~ shou.huo.di.zhi",
    english:
      "home.address addr~/ip+mac+mem+memory+host+server+contract+wallet street.address shipping.address delivery.address residence mailing.address",
  },
];

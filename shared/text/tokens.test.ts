import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../lore/testing/any-text.ts";
import { estimateTokens } from "./tokens.ts";

/** Own prose with its o200k_base count, made once with a tokenizer. */
const COUNTED: readonly (readonly [language: string, tokens: number, text: string])[] = [
  [
    "English",
    103,
    'The lighthouse keeper had not spoken to anyone for three days when the storm finally broke over the harbour. She pulled her coat tighter and walked past the bakery, where warm light fell on the wet stones. "You\'re late," he said, without looking up. Eldoria is a vast forest kingdom ruled by the elves. Its capital, Sylvanor, was built among the branches of thousand-year-old trees. Every spring the council meets under the oldest oak to renew the treaty with the dwarves of Karn Durhal.',
  ],
  [
    "English, with invented people",
    64,
    "Mara Voss, 31, is the night nurse of Grey Harbour. She distrusts sailors, loves black coffee and keeps a revolver in the linen cupboard. Never speaks of her brother Tobias, who vanished with the trawler Anneliese in 1924. When asked about the fog she lies.",
  ],
  [
    "German",
    77,
    "Der Leuchtturmwärter hatte seit drei Tagen mit niemandem gesprochen, als der Sturm endlich über den Hafen hereinbrach. Sie zog den Mantel enger und ging an der Bäckerei vorbei, wo warmes Licht auf die nassen Steine fiel. Das Königreich wird seit Jahrhunderten von den Elfen regiert, und niemand erinnert sich an die Zeit davor.",
  ],
  [
    "French",
    75,
    "Le gardien du phare n'avait parlé à personne depuis trois jours lorsque la tempête éclata enfin sur le port. Elle serra son manteau et passa devant la boulangerie, où une lumière chaude tombait sur les pavés mouillés. Le royaume est gouverné par les elfes depuis des siècles, et personne ne se souvient du temps d'avant.",
  ],
  [
    "Spanish",
    75,
    "El guardián del faro no había hablado con nadie en tres días cuando la tormenta por fin estalló sobre el puerto. Se ajustó el abrigo y pasó junto a la panadería, donde una luz cálida caía sobre las piedras mojadas. El reino está gobernado por los elfos desde hace siglos, y nadie recuerda el tiempo anterior.",
  ],
  [
    "Italian",
    56,
    "Il guardiano del faro non parlava con nessuno da tre giorni quando la tempesta si abbatté finalmente sul porto. Si strinse il cappotto e passò davanti alla panetteria, dove una luce calda cadeva sulle pietre bagnate.",
  ],
  [
    "Portuguese",
    48,
    "O faroleiro não falava com ninguém havia três dias quando a tempestade finalmente desabou sobre o porto. Ela apertou o casaco e passou pela padaria, onde uma luz quente caía sobre as pedras molhadas.",
  ],
  [
    "Vietnamese",
    49,
    "Người giữ ngọn hải đăng đã không nói chuyện với ai suốt ba ngày khi cơn bão cuối cùng ập xuống bến cảng. Cô kéo chặt áo khoác và đi ngang qua tiệm bánh.",
  ],
  [
    "Russian",
    125,
    "Смотритель маяка три дня ни с кем не разговаривал, когда над гаванью наконец разразилась буря. Она плотнее запахнула пальто и прошла мимо пекарни, где тёплый свет падал на мокрые камни. Королевством уже много веков правят эльфы, и никто не помнит, что было раньше. Каждую весну совет собирается под самым старым дубом, чтобы обновить договор с гномами. Она никогда не говорит о своём брате, который пропал вместе с кораблём.",
  ],
  [
    "Ukrainian",
    62,
    "Доглядач маяка три дні ні з ким не розмовляв, коли над гаванню нарешті вибухнула буря. Королівством уже багато століть правлять ельфи, і ніхто не пам'ятає, що було раніше.",
  ],
  [
    "Greek",
    65,
    "Ο φαροφύλακας δεν είχε μιλήσει σε κανέναν για τρεις μέρες όταν η καταιγίδα ξέσπασε επιτέλους πάνω από το λιμάνι. Το βασίλειο κυβερνάται από τα ξωτικά εδώ και αιώνες.",
  ],
  [
    "Arabic",
    44,
    "لم يتحدث حارس المنارة إلى أي شخص منذ ثلاثة أيام عندما هبت العاصفة أخيرًا على الميناء. يحكم الجان المملكة منذ قرون ولا أحد يتذكر ما كان قبل ذلك.",
  ],
  [
    "Hebrew",
    41,
    "שומר המגדלור לא דיבר עם איש במשך שלושה ימים כשהסערה פרצה סוף סוף מעל הנמל. הממלכה נשלטת בידי האלפים כבר מאות שנים.",
  ],
  [
    "Hindi",
    44,
    "प्रकाशस्तंभ के रखवाले ने तीन दिनों से किसी से बात नहीं की थी जब आखिरकार बंदरगाह पर तूफान आया। सदियों से इस राज्य पर योगिनियों का शासन है।",
  ],
  ["Thai", 53, "ผู้ดูแลประภาคารไม่ได้พูดกับใครมาสามวันแล้วเมื่อพายุพัดถล่มท่าเรือในที่สุด อาณาจักรนี้ปกครองโดยเอลฟ์มานานหลายร้อยปี"],
  [
    "Korean",
    144,
    "등대지기는 폭풍이 마침내 항구를 덮쳤을 때 사흘 동안 아무와도 말을 하지 않았다. 그녀는 외투를 여미고 따뜻한 빛이 젖은 돌 위로 쏟아지는 빵집 앞을 지나갔다. 이 왕국은 수백 년 동안 엘프들이 다스려 왔으며 그 이전의 시간을 기억하는 사람은 아무도 없다. 매년 봄이 되면 의회는 가장 오래된 나무 아래에 모여 드워프들과의 조약을 다시 맺는다. 그녀는 배와 함께 사라진 오빠에 대해서는 절대 이야기하지 않는다.",
  ],
  [
    "Chinese",
    245,
    "灯塔看守人已经三天没有和任何人说话了,这时暴风雨终于袭击了港口。她裹紧外套,走过面包店,温暖的灯光洒在潮湿的石板上。这个王国由精灵统治了几百年,没有人记得在那之前是什么样子。每年春天,议会都会在最古老的橡树下集会,与矮人续签条约。她从来不提她的哥哥,他和那艘船一起失踪了。我们现在可以开始讨论这个问题。他说,如果明天天气好,就一起去公园。这是一个关于友谊和勇气的故事,主角是一名年轻的女孩,她住在一个小城市里,喜欢音乐和电影。燈塔看守人已經三天沒有和任何人說話了,這時暴風雨終於襲擊了港口。這個王國由精靈統治了幾百年,沒有人記得在那之前是什麼樣子。",
  ],
  [
    "Japanese",
    154,
    "灯台守は三日間誰とも話していなかったが、ついに嵐が港を襲った。彼女はコートの襟を立て、濡れた石畳に温かい光が落ちるパン屋の前を通り過ぎた。この王国は何百年もの間エルフによって治められており、それ以前の時代を覚えている者はいない。毎年春になると、評議会は最も古い木の下に集まり、ドワーフとの条約を更新する。彼女は船とともに行方不明になった兄のことを決して話さない。",
  ],
  ["JSON", 26, '{"name":"Mara","age":31,"tags":["harbour","keeper"],"active":true,"order":100}'],
  [
    "a list",
    41,
    "- Name: Mara Voss\n- Age: 31\n- Likes: coffee, storms, old maps\n- Dislikes: sailors\n\n## Rules\n* Never lie.\n* Stay in character!!!",
  ],
  ["capitals", 25, "THE LIGHTHOUSE KEEPER HAD NOT SPOKEN TO ANYONE FOR THREE DAYS. [[WARNING]]: DO NOT ENTER."],
  ["emoji", 22, "Ok 👍 see you at 5 🙂 the dragon 🐉 flies over the castle 🏰🔥✨"],
];

describe("calibration against o200k_base", () => {
  test.each(COUNTED)("%s (%i tokens) is estimated within 15 %", (_, tokens, text) => {
    expect(Math.abs(estimateTokens(text) / tokens - 1)).toBeLessThanOrEqual(0.15);
  });

  test("all of it together is within 5 %: errors of one language do not add up", () => {
    const sum = (of: (row: (typeof COUNTED)[number]) => number) => COUNTED.reduce((total, row) => total + of(row), 0);
    expect(Math.abs(sum(([, , text]) => estimateTokens(text)) / sum(([, tokens]) => tokens) - 1)).toBeLessThan(0.05);
  });

  test("characters / 4 would be wrong by more than half for Chinese, Japanese and Korean", () => {
    for (const [language, tokens, text] of COUNTED)
      if (["Chinese", "Japanese", "Korean"].includes(language)) expect(text.length / 4 / tokens).toBeLessThan(0.5);
  });
});

test("nothing costs nothing; anything visible costs something", () => {
  expect(estimateTokens("")).toBe(0);
  for (const text of ["a", "1", ".", "é", "龍", "용", "🐉", "\n"])
    expect(estimateTokens(text), text).toBeGreaterThan(0);
});

test("digits go by threes", () => {
  expect(["7", "365", "2026", "1234567890"].map(estimateTokens)).toEqual([1, 1, 2, 4]);
});

test("any text gives a whole number that grows with it", () => {
  fc.assert(
    fc.property(anyText(), anyText(), (a, b) => {
      const both = estimateTokens(a + b);
      expect(Number.isInteger(both)).toBe(true);
      expect(both).toBeGreaterThanOrEqual(estimateTokens(a));
    }),
  );
});

import type { Decision } from "@probity/core";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { preferredLanguage, preferredType } from "./accept.ts";

/** What is told of a blocked request. Of the rule no more than its id: why it holds may be the user's data. */
interface Refusal {
  readonly decision: string;
  readonly rule: string;
  /** How a person gets it reviewed; empty for no known way. */
  readonly review: string;
}

type Language = "zh" | "en";

const TYPES = ["application/json", "text/html", "text/plain"] as const;
const LANGUAGES: readonly Language[] = ["zh", "en"];

/**
 * Answers a request in the service's place: a rule blocks it. In the language and form that the client asks for: Chinese or
 * English; JSON, HTML or text. What the client still sends is read and dropped, so that the connection stays usable.
 */
export function answerBlocked(
  req: IncomingMessage,
  res: ServerResponse,
  decision: Decision,
  status: number,
): void {
  const refusal = {
    decision: decision.id,
    rule: decision.blockedBy,
    review: decision.algorithm.reviewRoute ?? "",
  };
  const language = preferredLanguage(req.headers["accept-language"], LANGUAGES);
  const type = preferredType(req.headers.accept, TYPES);
  const body = Buffer.from(writers[type](refusal, language));
  const headers: OutgoingHttpHeaders = {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": body.length,
    "Content-Language": language === "zh" ? "zh-CN" : "en",
    "Cache-Control": "no-store",
    Vary: "Accept, Accept-Language",
  };
  req.resume();
  res.writeHead(status, headers);
  res.end(body);
}

const writers: Readonly<Record<(typeof TYPES)[number], (refusal: Refusal, language: Language) => string>> = {
  "application/json": (refusal, language) => {
    const { decision, rule, review } = refusal;
    const message = sentences(refusal)[language].join(language === "zh" ? "" : " ");
    return `${JSON.stringify({ error: "blocked", message, decision, rule, ...(review !== "" && { review }) })}\n`;
  },
  "text/html": (refusal, language) => {
    const [what, which, how] = sentences(refusal)[language].map(escaped);
    const lang = language === "zh" ? "zh-CN" : "en";
    const link = isLink(refusal.review)
      ? `<p><a href="${escaped(refusal.review)}">${language === "zh" ? "申请复核" : "Ask for a review"}</a></p>`
      : "";
    return (
      `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>${what}</title>` +
      `<p>${what}</p><p>${which}</p><p>${how}</p>${link}</html>\n`
    );
  },
  "text/plain": (refusal, language) => `${sentences(refusal)[language].join("\n")}\n`,
};

type Sentences = readonly [what: string, which: string, how: string];

function sentences({ decision, rule, review }: Refusal): Readonly<Record<Language, Sentences>> {
  return {
    zh: [
      "本服务未提供所请求的内容：按本服务的规则，该请求待复核。",
      `决策编号：${decision}；规则：${rule}。`,
      review === ""
        ? "如有异议，请联系本服务，并提供决策编号。"
        : `如有异议，可申请人工复核，并提供决策编号：${review}`,
    ],
    en: [
      "This request was not served: by a rule of this service it is to be reviewed.",
      `Decision: ${decision}; rule: ${rule}.`,
      review === ""
        ? "If you disagree, tell the service this decision."
        : `If you disagree, ask for a review by a person, with this decision: ${review}`,
    ],
  };
}

/** Whether it can be followed; what else it may be, such as a telephone number, is only shown. */
function isLink(review: string): boolean {
  return /^(?:https?:\/\/|\/(?!\/))/i.test(review);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

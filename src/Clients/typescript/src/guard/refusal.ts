import type { Decision } from '../generated/aidesk/policy/v1/decision.js';

/** Said where a decision has nothing to say itself. It names no rule and no id. */
const refusals: Readonly<Record<string, string>> = {
  en: 'I cannot help with that.',
  es: 'No puedo ayudar con eso.',
  fr: 'Je ne peux pas vous aider sur ce point.',
  de: 'Dabei kann ich nicht helfen.',
  it: 'Non posso aiutare con questo.',
  pt: 'Não posso ajudar com isso.',
  nl: 'Daar kan ik niet mee helpen.',
};

/** What a person is told of a refusal: the decision's own sentence, else one in their language. */
export function refusalText(decision: Decision | undefined, locale: string | undefined): string {
  const language = (locale ?? '').slice(0, 2).toLowerCase();
  return decision?.userMessage?.text || refusals[language] || (refusals['en'] as string);
}

/** What a model is told of a tool call that did not run: enough to go on without it, nothing of rules, findings or ids. */
export function refusalForModel(decision: Decision | undefined, held: boolean, locale: string | undefined): string {
  return JSON.stringify({ status: held ? 'waiting_for_approval' : 'not_allowed', reason: decision?.reason.replace(/^REASON_/, '') ?? 'CHECK_FAILED', message: refusalText(decision, locale) });
}

import { refusalText } from '../guard/refusal.js';
import type { Decision } from '../generated/aidesk/policy/v1/decision.js';
import { checkText, checkToolCall, type ReplyScope } from './reply.js';
import { contentFilter, withDecision, type Content, type GenerateResult, type Model } from './shapes.js';

/** A whole answer of the model, as much of it as may go on. */
export async function checkResult(result: GenerateResult, model: Model, scope: ReplyScope): Promise<GenerateResult> {
  const reply = await checkText(textOf(result.content), scope);
  if (reply.text === undefined) return refused(result, model, scope, reply.decision);

  const redacted = reply.text !== textOf(result.content);
  const content: Content[] = [];
  let textGiven = false;
  let refusal: Decision | undefined;
  for (const part of result.content) {
    if (part.type === 'text') {
      if (!redacted) content.push(part);
      else if (!textGiven) content.push({ type: 'text', text: reply.text });
      textGiven = true;
    } else if (part.type === 'reasoning') {
      // Redacted reasoning would not be what its signature signs: it goes as it is, or not at all.
      if ((await checkText(part.text, scope)).text === part.text) content.push(part);
    } else if (part.type === 'tool-call') {
      const answer = await checkToolCall(part, scope);
      if ('call' in answer) content.push(answer.call);
      else refusal ??= answer.refused;
    } else {
      content.push(part);
    }
  }
  if (refusal && !content.some((part) => part.type === 'tool-call')) {
    content.push({ type: 'text', text: refusalText(refusal, scope.context.locale) });
    return { ...result, content, finishReason: contentFilter(model), providerMetadata: withDecision(result.providerMetadata, refusal) };
  }
  const shown = redacted ? withoutBody(result) : result;
  return { ...shown, content, providerMetadata: withDecision(result.providerMetadata, refusal ?? reply.decision) };
}

const textOf = (content: readonly Content[]) => content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');

function refused(result: GenerateResult, model: Model, scope: ReplyScope, decision: Decision | undefined): GenerateResult {
  return {
    ...withoutBody(result),
    content: [{ type: 'text', text: refusalText(decision, scope.context.locale) }],
    finishReason: contentFilter(model),
    providerMetadata: withDecision(result.providerMetadata, decision),
  };
}

/** The provider's own answer has the text as it was. */
function withoutBody(result: GenerateResult): GenerateResult {
  if (!result.response) return result;
  const { body: _, ...response } = result.response;
  return { ...result, response };
}

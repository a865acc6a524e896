import { isAllowed, sendable } from '../decisions.js';
import { Decision } from '../generated/aidesk/policy/v1/decision.js';
import type { StreamOutput } from '../requests.js';
import type { PartQueue } from './part-queue.js';
import type { AskWhole, Release } from './reply-stream.js';

/** Characters that stay behind what was judged: a form that has begun there could still become a leak. As the service holds back. */
const heldBack = 256;
/** New characters between two questions: at least this many, and an eighth of the text, so that all questions together stay linear in it. */
const leastStep = 512;
/** The service takes no more in one question. */
const longest = 4 * 1024 * 1024;

/**
 * For a service without CheckOutputStream: asks CheckOutput about all that was written so far, again and again, and releases whole sentences that lie well behind
 * its end. Once anything was found, nothing more is released before the whole was judged. Each question is a decision of its own on record.
 */
export async function* releaseBySentence(request: StreamOutput, parts: PartQueue, askWhole: AskWhole): Release {
  parts.pace = 'RELEASE_PACE_SENTENCE';
  let text = '';
  let released = 0;
  let judged = 0;
  let waits = false;
  for (let part = await parts.read(); part !== undefined; part = await parts.read()) {
    text += part;
    if (text.length > longest) throw new RangeError('The reply is over 4 MiB; end it earlier.');
    if (waits || text.length - judged < Math.max(leastStep, text.length / 8)) continue;
    judged = text.length;
    // The requestId belongs to the whole.
    const { decision } = await askWhole({ ...request, requestId: '', text });
    if (!isAllowed(decision) || decision.obligations.includes('OBLIGATION_REDACT')) {
      waits = true;
      parts.stopped = !isAllowed(decision);
      continue;
    }
    const end = lastSentenceEnd(text, text.length - heldBack);
    if (end > released) {
      yield text.slice(released, end);
      released = end;
    }
  }

  const answer = await askWhole({ ...request, text });
  const whole = sendable(answer, text);
  const decision = answer.decision ?? Decision.fromPartial({});
  // Where what was sent is not how the judged text begins, the rest would not be what was judged.
  if (whole === undefined) return decision;
  if (!whole.startsWith(text.slice(0, released))) return { ...decision, verdict: 'VERDICT_DENY', reason: 'REASON_LEAK' };
  if (whole.length > released) yield whole.slice(released);
  return decision;
}

/** Behind the last sentence that ends at or before `limit`; 0 when none does. */
function lastSentenceEnd(text: string, limit: number): number {
  for (let end = limit; end > 0; end--) {
    const last = text[end - 1] as string;
    if (last === '\n' || '。！？'.includes(last)) return end;
    if (/\s/.test(last) && '.!?…'.includes(text[end - 2] ?? ' ')) return end;
  }
  return 0;
}

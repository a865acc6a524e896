import type { Decision } from '../generated/aidesk/policy/v1/decision.js';
import { isAllowed } from '../decisions.js';
import { refusalText } from '../guard/refusal.js';
import type { ReplyStream } from '../streams/reply-stream.js';
import { TextFeed } from './text-feed.js';
import { checkText, checkToolCall, type ReplyScope } from './reply.js';
import { contentFilter, unknownUsage, withDecision, type Model, type StreamPart, type Usage } from './shapes.js';

type Finish = Extract<StreamPart, { type: 'finish' }>;
type Send = (part: StreamPart) => void;

/**
 * The parts of a streamed answer that may go on, in the model's order but for text, which comes as the policy releases it, in one block. Left out are the pieces of
 * tool calls that were not checked yet (the whole call follows), reasoning that may not be shown, and the provider's raw chunks. `done` hears the usage, once.
 */
export function checkStream(parts: ReadableStream<StreamPart>, model: Model, scope: ReplyScope, done: (usage: Usage | undefined) => Promise<void>): ReadableStream<StreamPart> {
  const reader = parts.getReader();
  let open = true;
  return new ReadableStream<StreamPart>({
    async start(controller) {
      const send: Send = (part) => open && controller.enqueue(part);
      const check = new StreamCheck(model, scope, send);
      try {
        await check.run(reader);
      } catch (error) {
        send({ type: 'error', error });
      } finally {
        await reader.cancel().catch(() => undefined);
        await done(check.usage);
        if (open) controller.close();
      }
    },
    async cancel(reason) {
      open = false;
      await reader.cancel(reason);
    },
  });
}

class StreamCheck {
  readonly #feed = new TextFeed();
  readonly #reasoning = new Map<string, string>();
  #textId: string | undefined;
  #reply: ReplyStream | undefined;
  #released: Promise<void> = Promise.resolve();
  #sent = 0;
  #refusal: Decision | undefined;
  #toolCalls = 0;
  /** What the model told; unknown once it has begun to answer; undefined when it has not. */
  usage: Usage | undefined;

  constructor(
    private readonly model: Model,
    private readonly scope: ReplyScope,
    private readonly send: Send,
  ) {}

  async run(reader: ReadableStreamDefaultReader<StreamPart>): Promise<void> {
    let finish: Finish | undefined;
    try {
      for (;;) {
        const { value: part, done } = await reader.read();
        if (done) break;
        this.usage ??= part.type === 'stream-start' || part.type === 'error' ? undefined : unknownUsage(this.model);
        if (part.type === 'finish') this.usage = (finish = part).usage;
        else await this.#take(part);
        // The rest of a reply that is refused need not be written.
        if (this.#reply?.stopped) {
          finish ??= { type: 'finish', finishReason: contentFilter(this.model), usage: unknownUsage(this.model) };
          break;
        }
      }
    } finally {
      this.#feed.end();
      await this.#released;
    }
    this.#end(finish);
  }

  async #take(part: StreamPart): Promise<void> {
    switch (part.type) {
      case 'text-start':
        return this.#openText(part.id);
      case 'text-delta':
        this.#openText(part.id);
        return this.#feed.push(part.delta);
      case 'reasoning-delta':
        this.#reasoning.set(part.id, (this.#reasoning.get(part.id) ?? '') + part.delta);
        return;
      case 'reasoning-end':
        return this.#endReasoning(part);
      case 'tool-call': {
        const answer = await checkToolCall(part, this.scope);
        if ('refused' in answer) this.#refusal ??= answer.refused;
        else this.send(answer.call);
        this.#toolCalls += 'call' in answer ? 1 : 0;
        return;
      }
      case 'text-end':
      case 'reasoning-start':
      case 'tool-input-start':
      case 'tool-input-delta':
      case 'tool-input-end':
      case 'raw':
        return;
      default:
        this.send(part);
    }
  }

  #openText(id: string): void {
    if (this.#textId !== undefined) return;
    this.#textId = id;
    this.send({ type: 'text-start', id });
    const { context, options, signal } = this.scope;
    this.#reply = options.client.streamOutput({ context, author: 'REPLY_AUTHOR_MODEL' }, this.#feed, signal ? { signal } : {});
    this.#released = this.#release(this.#reply, id);
    // It is awaited at the end; until then its failure must not count as unhandled.
    this.#released.catch(() => undefined);
  }

  async #release(reply: ReplyStream, id: string): Promise<void> {
    for await (const delta of reply) {
      this.#sent += delta.length;
      this.send({ type: 'text-delta', id, delta });
    }
    if (!isAllowed(reply.decision)) this.#refusal = reply.decision;
  }

  async #endReasoning(end: Extract<StreamPart, { type: 'reasoning-end' }>): Promise<void> {
    const text = this.#reasoning.get(end.id) ?? '';
    this.#reasoning.delete(end.id);
    // Redacted reasoning would not be what its signature signs: it goes as it is, or not at all.
    if ((await checkText(text, this.scope)).text !== text) return;
    this.send({ type: 'reasoning-start', id: end.id });
    if (text !== '') this.send({ type: 'reasoning-delta', id: end.id, delta: text });
    this.send(end);
  }

  #end(finish: Finish | undefined): void {
    const decision = this.#refusal ?? this.#reply?.decision;
    const replyRefused = this.#reply !== undefined && !isAllowed(this.#reply.decision);
    const isRefused = replyRefused || (this.#refusal !== undefined && this.#toolCalls === 0);
    if (isRefused) this.#say(refusalText(decision, this.scope.context.locale));
    if (this.#textId !== undefined) this.send({ type: 'text-end', id: this.#textId });
    if (!finish) return;
    const finishReason = isRefused ? contentFilter(this.model) : finish.finishReason;
    this.send({ ...finish, finishReason, providerMetadata: withDecision(finish.providerMetadata, decision) });
  }

  #say(text: string): void {
    if (this.#textId === undefined) this.send({ type: 'text-start', id: (this.#textId = 'aidesk') });
    this.send({ type: 'text-delta', id: this.#textId, delta: this.#sent > 0 ? `\n\n${text}` : text });
  }
}

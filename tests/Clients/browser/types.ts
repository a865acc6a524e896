// Uses every part of the guard's types as a page would; compiled by run.sh, never run.
import { createChatGuard, languages, type AttachedGuard, type ChatGuard, type GuardReason, type GuardVerdict } from '../../../src/Clients/browser/chat-guard.js';

const guard: ChatGuard = createChatGuard({ locale: 'pt-BR', storage: sessionStorage, key: 'tienda', minLength: 2, maxLength: 2000, blockAt: 3, now: Date.now });
const verdict: GuardVerdict = guard.check('Hello');
const reason: GuardReason | null = verdict.reason;
const words: string | null = verdict.warning;
const form = document.querySelector('form')!;
const attached: AttachedGuard = guard.attach(form, form.querySelector('textarea')!, document.querySelector('output')!);
attached.server({ strikes: 1, blocked: false, key: 'guard.warning1', text: 'Please.' });
attached.refresh();
attached.detach();
guard.release('Hello');
guard.sync({ blocked: true, blockedUntil: Date.now() });
const first: string | null = guard.textOf({ key: verdict.key ?? '' });
const quick: 'prompt_injection' | string | null = guard.judge(undefined);
const count: number = guard.state().strikes + languages.length;
createChatGuard();
createChatGuard({ storage: null });
// @ts-expect-error: a verdict is not written to.
verdict.allowed = true;
// @ts-expect-error: there is no such option.
createChatGuard({ language: 'es' });
export { count, first, quick, reason, words };

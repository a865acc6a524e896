/** What is to be done when a signal aborts; one listener on the signal, however many calls share it. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `act` when `signal` aborts, until it is taken back. */
export function onAbort(signal: AbortSignal, act: () => void): void {
  let acts = waiting.get(signal);
  if (!acts) {
    const all = (acts = new Set<() => void>());
    waiting.set(signal, all);
    signal.addEventListener('abort', () => [...all].forEach((one) => one()), { once: true });
  }
  acts.add(act);
}

export function offAbort(signal: AbortSignal, act: () => void): void {
  waiting.get(signal)?.delete(act);
}

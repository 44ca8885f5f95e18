const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `stop` once when the process is told to end. Ctrl+C arrives several times, from the terminal and from npm and
 * tsx passing it on; the later ones must not end the process before it has stopped what it started.
 */
export function onStopSignals(stop: () => Promise<void>): { readonly dispose: () => void } {
  let stopping = false;
  const onSignal = () => {
    if (stopping) return;
    stopping = true;
    stop().catch((error: unknown) => console.error(error));
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  return {
    dispose: () => {
      for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
    },
  };
}

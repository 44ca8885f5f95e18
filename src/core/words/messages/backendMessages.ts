/** Why a run uses its backend. */
export const BACKEND_MESSAGES = {
  'backend-alone': 'no other backend is installed',
  'backend-chosen': 'chosen in the settings',
  'backend-computes-on': '{reason}; it computes on {device}',
  'backend-fastest': 'the fastest measured: {speed} images/s against {others}',
  'backend-fastest-earlier': 'the fastest measured earlier: {speed} images/s against {others}',
  'backend-speed': '{speed} on {backend}',
  'backend-speeds': '{speeds}, {next}',
  'backend-reasons': '{reasons}; {next}',
  'backend-fails': '{backend} cannot be used: {why}',
  'backend-wasm': 'the wasm backend',
} as const;

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
  'dawn-missing': 'the package {package} is not installed',
  'dawn-in-electron': 'the Node inside the desktop VS Code cannot run it; Node.js has to be installed beside',
  'gpu-none': 'no GPU was found that its driver lets programs compute on',
  'gpu-software': 'there is no GPU, only the software driver {name}',
  'backend-wasm': 'the wasm backend',
} as const;

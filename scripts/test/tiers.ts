import { runVsCodeTier } from '../../test/vscode/runVsCodeTier';
import { ensureChromium } from '../install/chromium';
import { ensureShells } from '../install/shells';
import { runMochaTier } from './mochaTier';
import { runOnnxTier } from './onnxTier';
import { runChecks, STATIC_CHECKS } from './runChecks';
import type { Tier, TierOutcome } from './tier';
import { runWebGpuTier } from './webGpuTier';

/** Every tier, quickest first. */
export const TIERS: readonly Tier[] = [
  { name: 'check', needsBuild: false, run: runCheckTier },
  { name: 'unit', needsBuild: false, run: () => runMochaTier('unit') },
  { name: 'engine', needsBuild: false, run: () => runMochaTier('engine') },
  { name: 'arch', needsBuild: true, run: () => runMochaTier('arch') },
  { name: 'worker', needsBuild: true, run: runWorkerTier },
  { name: 'onnx', needsBuild: true, run: runOnnxTier },
  { name: 'webgpu-20', needsBuild: true, run: () => runWebGpuTier(20) },
  { name: 'webgpu-24', needsBuild: true, run: () => runWebGpuTier(24) },
  { name: 'webview', needsBuild: true, run: runWebviewTier },
  { name: 'vscode-1.100', needsBuild: true, run: () => runVsCodeTier('1.100') },
  { name: 'vscode-current', needsBuild: true, run: () => runVsCodeTier('current') },
  { name: 'package', needsBuild: true, run: () => runMochaTier('package') },
];

/** The static checks; each counts as one test. */
async function runCheckTier(): Promise<TierOutcome> {
  const failed = await runChecks(STATIC_CHECKS);
  return { kind: 'ran', passed: STATIC_CHECKS.length - failed.length, failed, skipped: [] };
}

async function runWorkerTier(): Promise<TierOutcome> {
  await ensureShells();
  return runMochaTier('worker');
}

async function runWebviewTier(): Promise<TierOutcome> {
  const chromiumPath = await ensureChromium();
  if (chromiumPath === undefined) return { kind: 'unavailable', reason: NO_CHROMIUM };
  return runMochaTier('webview', { env: { CHROMIUM_PATH: chromiumPath } });
}

const NO_CHROMIUM = 'no Chromium was found; install one or set CHROMIUM_PATH';

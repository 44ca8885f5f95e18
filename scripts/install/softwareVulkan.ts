import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from './chromium';

const DRIVER = 'vk_swiftshader_icd.json';

/**
 * Environment variables by which a process finds SwiftShader, the Vulkan driver without a GPU that comes with Chromium;
 * undefined where there is none. (Mesa's llvmpipe of Debian 12 lacks what WebGPU needs.) On other systems than Linux,
 * the driver of the system is used.
 */
export async function ensureSoftwareVulkan(): Promise<NodeJS.ProcessEnv | undefined> {
  if (process.platform !== 'linux') return {};
  const chromium = await ensureChromium();
  if (chromium === undefined) return undefined;
  const folders = [path.dirname(await realpath(chromium)), ...USUAL_FOLDERS];
  const folder = folders.find((each) => existsSync(path.join(each, DRIVER)));
  if (folder === undefined) return undefined;
  // Vulkan's loader is beside the driver; the system may have none.
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter((each) => each !== undefined);
  return { VK_DRIVER_FILES: path.join(folder, DRIVER), LD_LIBRARY_PATH: libraries.join(':') };
}

/** What `/usr/bin/chromium` and the like start. */
const USUAL_FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

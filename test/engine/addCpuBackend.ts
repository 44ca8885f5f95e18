/** Adds tfjs's plain `cpu` backend to the engine that all copies of tfjs-core share: the reference for our kernels. */
export async function addCpuBackend(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
}

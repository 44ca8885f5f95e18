/** Entry of a process that tries native TensorFlow, so that a library that crashes takes nothing along: `tryTensorFlow.js FOLDER`. */
import { startNativeTensorFlow } from '../ml/backends/nativeTensorFlow';
import { whyNotLoaded } from '../ml/whyNotLoaded';

startNativeTensorFlow({ packagesFolder: process.argv[2] }).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${whyNotLoaded(error)}\n`);
    process.exit(1);
  },
);

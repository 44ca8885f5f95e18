import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** What of tfjs's backend runs programs. */
export type ProgramRunner = Pick<WebGPUBackend, 'runWebGPUProgram'>;

/** A number that a program is given; integers beyond 2³¹ − 1 have to be unsigned. */
export interface Uniform {
  readonly type: 'float32' | 'int32' | 'uint32';
  readonly value: number;
}

/** Computes each value of a tensor from the values in the same place of the inputs. */
export interface ElementwiseProgram {
  /** Programs of the same key have the same code. */
  readonly key: string;
  /** Those of fewer dimensions repeat along the first ones. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly uniforms?: Readonly<Record<string, Uniform>>;
  /** WGSL: an expression of the inputs and uniforms, by their names, and of `index`. */
  readonly value: string;
}

const WORKGROUP_SIZE = 64;
const WGSL_TYPES = { float32: 'f32', int32: 'i32', uint32: 'u32' } as const;

/** Runs a program on the GPU. The result has the shape given and is float32. */
export function runElementwise(
  backend: ProgramRunner,
  shape: readonly number[],
  { key, inputs, uniforms = {}, value }: ElementwiseProgram,
): TensorInfo {
  const names = Object.keys(inputs);
  const numbers = Object.entries(uniforms);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = [
    ...names.map((name) => `let ${name} = get${name[0]!.toUpperCase()}${name.slice(1)}ByOutputIndex(index);`),
    ...numbers.map(([name]) => `let ${name} = uniforms.${name};`),
  ];
  return backend.runWebGPUProgram(
    {
      outputShape: [...shape],
      variableNames: names,
      uniforms: numbers.map(([name, { type }]) => `${name} : ${WGSL_TYPES[type]},`).join(' '),
      shaderKey: key,
      size: true,
      workgroupSize: [WORKGROUP_SIZE, 1, 1],
      dispatchLayout: { x: [...shape.keys()] },
      dispatch: [Math.ceil(size / WORKGROUP_SIZE), 1, 1],
      getUserCode: () => `
        fn main(index : i32) {
          if (index < uniforms.size) {
            ${values.join('\n')}
            setOutputAtIndex(index, ${value});
          }
        }`,
    },
    Object.values(inputs),
    'float32',
    numbers.map(([, { type, value: data }]) => ({ type, data: [data] })),
  );
}

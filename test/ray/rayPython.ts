/** Names a Python that has Ray, for `npm run test:ray`. */
export const RAY_PYTHON_VARIABLE = 'LABEL_REVIEW_RAY_PYTHON';

/** It, where tests run. */
export const RAY_PYTHON = process.env[RAY_PYTHON_VARIABLE] ?? 'python3';

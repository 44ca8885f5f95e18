/** Names a Python with the libraries that `npm run test:peers` installs. */
export const PYTHON_VARIABLE = 'LABEL_REVIEW_PEERS_PYTHON';

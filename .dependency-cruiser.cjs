/** Import rules of the layers: `src/core` at the bottom, entry files at the top. See CONTRIBUTING.md. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(src|webview)/', pathNot: to },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core imports only core and the schema library: no Node, no VS Code',
      from: { path: '^src/core/' },
      to: { pathNot: '^(src/core/|node_modules/valibot/)' },
    },
    only('files', '^src/files/', '^src/(files|core)/', 'files import core'),
    only(
      'encoder',
      '^src/encoder/',
      '^src/(encoder|kernels|files|core)/',
      'the encoder imports files and core',
    ),
    only(
      'dataset',
      '^src/dataset/',
      '^src/(dataset|encoder|files|core)/',
      'dataset imports the encoder, files and core',
    ),
    only(
      'ml',
      '^src/ml/',
      '^src/(ml|encoder|kernels|files|core)/',
      'ml imports the encoder, kernels, files and core',
    ),
    only('kernels-alone', '^src/kernels/', '^src/kernels/', 'kernels import nothing'),
    only('store', '^src/store/', '^src/(store|files|core)/', 'store imports files and core'),
    only('ray', '^src/ray/', '^src/(ray|files|core)/', 'ray imports files and core'),
    only('review', '^src/review/', '^src/(review|shared|store|files|core)/', 'the review knows no VS Code'),
    only('shared', '^src/shared/', '^src/(shared|core)/', 'shared imports core'),
    only(
      'pipeline',
      '^src/pipeline/',
      '^src/(pipeline|dataset|encoder|ml|store|files|core)/',
      'the pipeline composes dataset, encoder, ml and store',
    ),
    only(
      'worker-server',
      '^src/worker/server/',
      '^src/(worker/(server|protocol)|pipeline/|dataset/|encoder/|ml/|store/|files/|core/)',
      'the trainer drives the pipeline',
    ),
    only(
      'worker-client',
      '^src/worker/(client/|protocol)',
      '^src/(worker/(client/|protocol)|core/)',
      'the parent of the trainer knows the protocol only',
    ),
    only(
      'cli',
      '^src/cli/',
      '^src/(cli|pipeline|dataset|encoder|ml|ray|review|store|files|core)/',
      'the command line drives the pipeline',
    ),
    only(
      'library',
      '^src/library/',
      '^src/(library|pipeline|dataset|encoder|ml|review|store|files|core)/',
      'the library drives the pipeline',
    ),
    {
      name: 'library-core-is-pure',
      severity: 'error',
      comment: 'what runs in a browser imports only core: no Node',
      from: {
        path: '^src/library/(core|labelReviewError|optionError)\\.ts$|^src/library/confidentLearning/',
      },
      to: {
        pathNot: '^src/(core|library/confidentLearning)/|^src/library/(labelReviewError|optionError)\\.ts$',
      },
    },
    only(
      'host',
      '^src/host/',
      '^src/(host/|worker/(protocol|client)|ray/|review/|store/|files/|shared/|core/)',
      'no ml, no dataset',
    ),
    only(
      'webview',
      '^webview/(?!harness/)',
      '^(webview/|src/(shared|core)/)',
      'the page knows the protocol, not the host',
    ),
    only(
      'page-harness',
      '^webview/harness/',
      '^(webview/|src/(review|shared|store|files|core)/)',
      'the harness runs the real review',
    ),
    {
      name: 'vscode-only-in-host',
      severity: 'error',
      from: { pathNot: '^src/host/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'tensorflow-only-in-backends',
      severity: 'error',
      comment: 'everything else takes tf as a parameter; one test file loads the reference for our kernels',
      from: { pathNot: '^(src/ml/backends/|test/engine/addCpuBackend\\.ts$)' },
      to: { path: '@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'toolkit-only-in-one-file',
      severity: 'error',
      comment: 'the toolkit is deprecated upstream and must stay easy to replace',
      from: { pathNot: '^webview/toolkit\\.ts$' },
      to: { path: '@vscode/webview-ui-toolkit' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$|^src/kernels/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};

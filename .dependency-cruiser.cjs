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
      comment: 'core imports only core: no packages, no Node, no VS Code',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/core/' },
    },
    only('pixels-know-core', '^src/pixels/', '^src/(pixels|core)/', 'pixels import core'),
    only(
      'dataset-knows-core',
      '^src/dataset/',
      '^src/(dataset|pixels|core)/',
      'dataset imports pixels and core',
    ),
    only(
      'ml-knows-core',
      '^src/ml/',
      '^src/(ml|kernels|pixels|core)/',
      'ml imports core, kernels and pixels',
    ),
    only('kernels-alone', '^src/kernels/', '^src/kernels/', 'kernels import nothing'),
    only('store-knows-core', '^src/store/', '^src/(store|core)/', 'store imports core'),
    only('shared-knows-core', '^src/shared/', '^src/(shared|core)/', 'shared imports core'),
    only(
      'analyze',
      '^src/[^/]+\\.ts$',
      '^src/((?!analyze\\.ts)[^/]+\\.ts|(dataset|pixels|ml|store|core)/)',
      'the pipeline composes dataset, pixels, ml and store',
    ),
    only(
      'worker',
      '^src/worker/(main|trainerServer|tryBackend)',
      '^src/(analyze\\.ts|worker/|dataset/|ml/|store/|core/)',
      'trainer side',
    ),
    only(
      'worker-client',
      '^src/worker/(client|protocol|stopProcess)',
      '^src/(worker/(protocol|stopProcess)|core/)',
      'parent side',
    ),
    only(
      'cli',
      '^src/cli/',
      '^src/(cli/|analyze(Job)?\\.ts|dataset/|ml/|store/|core/)',
      'the CLI drives analyze',
    ),
    only(
      'host',
      '^src/host/',
      '^src/(host/|worker/(protocol|client)|store/|shared/|core/)',
      'no ml, no dataset',
    ),
    only(
      'webview',
      '^webview/',
      '^(webview/|src/(shared|core)/)',
      'the page knows the protocol, not the host',
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

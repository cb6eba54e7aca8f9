// Which room may know which, as failing checks.
export default {
  forbidden: [
    {
      // A component that draws a tree imports itself.
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(engine|worker|designer/src)/', pathNot: '\\.svelte$' },
      to: { circular: true },
    },
    {
      name: 'engine-is-pure',
      severity: 'error',
      from: { path: '^engine/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(engine/|node_modules/(zod)/)' },
    },
    {
      name: 'engine-through-its-door',
      severity: 'error',
      from: { path: '^(worker|designer)/' },
      to: { path: '^engine/', pathNot: '^engine/index\\.ts$' },
    },
    {
      name: 'designer-only-types-of-worker',
      severity: 'error',
      from: { path: '^designer/' },
      to: { path: '^worker/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-does-not-know-designer-or-tests',
      severity: 'error',
      from: { path: '^(worker|engine|migrations)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(designer|test)/' },
    },
    {
      name: 'the-deployed-worker-does-not-know-node-tools',
      severity: 'error',
      from: { path: '^worker/', pathNot: '^worker/dev/' },
      to: { path: '^worker/dev/' },
    },
    {
      name: 'no-sql-in-routes',
      severity: 'error',
      from: { path: '^worker/.*routes\\.ts$' },
      to: { path: '^node_modules/(drizzle-orm|@libsql)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.svelte-kit|designer/build)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types', 'svelte'],
    },
  },
}

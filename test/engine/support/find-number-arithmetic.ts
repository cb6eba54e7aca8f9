import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A place where money could become a binary fraction, or be reckoned with as one. */
export type Finding = { readonly file: string; readonly line: number; readonly what: string; readonly text: string }

const ARITHMETIC = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.AsteriskToken, '*'],
  [ts.SyntaxKind.SlashToken, '/'],
  [ts.SyntaxKind.PercentToken, '%'],
  [ts.SyntaxKind.AsteriskAsteriskToken, '**'],
  [ts.SyntaxKind.AsteriskEqualsToken, '*='],
  [ts.SyntaxKind.SlashEqualsToken, '/='],
  [ts.SyntaxKind.PercentEqualsToken, '%='],
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken, '**='],
])
const CALLS = new Set(['Number', 'parseFloat', 'parseInt', 'Number.parseFloat', 'Number.parseInt'])
const ROUNDING = new Set(['round', 'floor', 'ceil', 'trunc', 'fround', 'abs', 'pow', 'sqrt', 'log10', 'exp', 'random'])
const METHODS = new Set(['toFixed', 'toPrecision', 'toExponential'])

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))

/** What a file does with numbers: texts that become numbers, products, quotients and roundings of them, fractions in the source. */
export function findNumberArithmetic(folder: string): Finding[] {
  const program = ts.createProgram(sourcesIn(folder), options)
  const checker = program.getTypeChecker()
  const isNumber = (node: ts.Node) => (checker.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0
  const found: Finding[] = []
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.startsWith(folder)) continue
    const report = (node: ts.Node, what: string) =>
      found.push({
        file: source.fileName.slice(folder.length + 1),
        line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
        what,
        text: node.getText(source).slice(0, 80),
      })
    const visit = (node: ts.Node): void => {
      const what = offence(node, source, isNumber)
      if (what) report(node, what)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return found
}

function offence(node: ts.Node, source: ts.SourceFile, isNumber: (n: ts.Node) => boolean): string | undefined {
  if (ts.isNumericLiteral(node)) return /[.e]/i.test(node.getText(source)) ? 'a fraction' : undefined
  if (ts.isBinaryExpression(node)) {
    const operator = ARITHMETIC.get(node.operatorToken.kind)
    return operator && (isNumber(node.left) || isNumber(node.right)) ? operator : undefined
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken) return 'unary +'
  if (!ts.isCallExpression(node)) return undefined
  const called = node.expression.getText(source)
  if (CALLS.has(called)) return `${called}(`
  if (!ts.isPropertyAccessExpression(node.expression)) return undefined
  const name = node.expression.name.text
  if (METHODS.has(name)) return `.${name}(`
  return called === `Math.${name}` && ROUNDING.has(name) ? `Math.${name}(` : undefined
}

import * as Blockly from 'blockly/core'
import './connection-checker.ts'
import { buildBlock } from './build-block.ts'
import { BLOCKS, UNKNOWN } from './definitions/all.ts'
import type { ShapedBlock } from './fields/text.ts'
import type { BlockTexts } from './texts/texts.ts'

/** Makes every block known to Blockly, in one language. Called again for another language. */
export function registerBlocks(texts: BlockTexts): void {
  for (const spec of [...BLOCKS, ...UNKNOWN]) {
    Blockly.Blocks[spec.type] = {
      init(this: ShapedBlock) {
        buildBlock(this, spec, texts)
      },
    }
  }
}

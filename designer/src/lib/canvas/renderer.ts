import * as Blockly from 'blockly/core'

const ARROW =
  '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12"><path d="M3 4.5l3 3 3-3" fill="none" stroke="#333" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>'

class Constants extends Blockly.blockRendering.ConstantProvider {
  // Drawn, not typed: not every machine has a font with that sign.
  override FIELD_DROPDOWN_SVG_ARROW = true
  override FIELD_DROPDOWN_SVG_ARROW_SIZE = 12
  override FIELD_DROPDOWN_SVG_ARROW_PADDING = 4
  override FIELD_DROPDOWN_SVG_ARROW_DATAURI = `data:image/svg+xml,${encodeURIComponent(ARROW)}`
}

class Renderer extends Blockly.thrasos.Renderer {
  protected override makeConstants_(): Blockly.blockRendering.ConstantProvider {
    return new Constants()
  }
}

Blockly.blockRendering.register('dreizack', Renderer)

import * as Blockly from 'blockly/core'

/** One quiet hue for each stage; dark enough for white words on it in both themes. */
const COLOURS: Record<string, string> = {
  plan: '#4a5a5c',
  transactions: '#5b6b2f',
  credits: '#0f6b57',
  measures: '#1f5f8b',
  tables: '#5a4a9c',
  earnings: '#9a4a1f',
  payouts: '#8a5a00',
  contests: '#8f3535',
  examples: '#3d6480',
  values: '#5f5f6e',
  logic: '#8a3d6b',
}

const blockStyles = Object.fromEntries(
  Object.entries(COLOURS).map(([name, colourPrimary]) => [`${name}_style`, { colourPrimary, hat: '' }]),
)
const categoryStyles = Object.fromEntries(
  Object.entries(COLOURS).map(([name, colour]) => [`${name}_category`, { colour }]),
)
const fontStyle = { family: 'system-ui, sans-serif', weight: '500', size: 10.5 }

function make(name: string, look: Record<string, string>): Blockly.Theme {
  return Blockly.Theme.defineTheme(name, {
    name,
    base: Blockly.Themes.Classic,
    blockStyles,
    categoryStyles,
    fontStyle,
    componentStyles: { ...look, flyoutOpacity: 1, scrollbarOpacity: 0.4 },
  })
}

export const light = make('dreizack-light', {
  workspaceBackgroundColour: '#fbfcfc',
  toolboxBackgroundColour: '#f1f4f4',
  toolboxForegroundColour: '#16211f',
  flyoutBackgroundColour: '#e6ebeb',
  flyoutForegroundColour: '#51605f',
  scrollbarColour: '#8b989b',
})

export const dark = make('dreizack-dark', {
  workspaceBackgroundColour: '#12191b',
  toolboxBackgroundColour: '#1a2325',
  toolboxForegroundColour: '#e8eeee',
  flyoutBackgroundColour: '#232e31',
  flyoutForegroundColour: '#a3b1b2',
  scrollbarColour: '#75868a',
})

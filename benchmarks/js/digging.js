'use strict'
/**
 * Dig times by prismarine-block. On stdin: {"modules": folder, "version": "1.19.4", "blocks": [...], "tools": [..., null], "cases": [...]}
 * Prints an array by case, block, tool: ticks, null for never. A case: { water, air, efficiency, aqua, haste, fatigue }.
 */

const { createRequire } = require('module')
const path = require('path')

const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'))
const installed = createRequire(path.join(asked.modules, 'package.json'))
const registry = installed('prismarine-registry')(asked.version)
const Block = installed('prismarine-block')(registry)

const TICK = 50 // ms

function effectsOf ({ haste, fatigue }) {
  const effects = {}
  if (haste) effects[registry.effectsByName.Haste.id] = { amplifier: haste - 1 }
  if (fatigue) effects[registry.effectsByName.MiningFatigue.id] = { amplifier: fatigue - 1 }
  return effects
}

function enchantmentsOf ({ efficiency, aqua }) {
  const found = []
  if (efficiency) found.push({ name: 'efficiency', lvl: efficiency })
  if (aqua) found.push({ name: 'aqua_affinity', lvl: 1 })
  return found
}

const answers = asked.cases.map(each => asked.blocks.map(name => {
  const block = Block.fromStateId(registry.blocksByName[name].defaultState, 0)
  return asked.tools.map(tool => {
    const type = tool === null ? null : registry.itemsByName[tool].id
    const ms = block.digTime(type, false, each.water, each.air, enchantmentsOf(each), effectsOf(each))
    return Number.isFinite(ms) ? ms / TICK : null
  })
}))
process.stdout.write(JSON.stringify(answers) + '\n')

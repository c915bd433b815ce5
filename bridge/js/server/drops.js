'use strict'
/** What a block leaves when it is broken: rules/drops.json, else minecraft-data's list for the block. */

const rules = require('./rules')('drops')

/**
 * @param serv flying-squid's server with serv.states and serv.items
 * @param {number} state of the block
 * @param {object|null} tool the stack that broke it; null: hand, water, lost support
 * @param {() => number} dice in [0, 1)
 * @returns {object[]} stacks
 */
function dropsOf (serv, state, tool, dice) {
  const block = serv.states.block(state)
  if (block.harvestTools && !(tool && block.harvestTools[tool.type])) return []
  const properties = serv.states.properties(state)
  if (properties.half === 'upper' || properties.part === 'head') return [] // the other half has it
  const stacks = listed(serv, block)
    .map(rule => rolled(rule, tool?.name ?? '', properties, dice))
    .filter(Boolean)
    .map(({ item, count }) => serv.items.made(item, count))
  const piled = properties.candles ?? (block.name === 'snow' ? properties.layers : properties.type === 'double' ? 2 : 1)
  for (const stack of stacks) stack.count *= piled
  return stacks
}

function listed (serv, block) {
  if (rules.blocks[block.name]) return rules.blocks[block.name]
  if (/stained_glass(_pane)?$|^infested_|_coral(_fan|_wall_fan)?$/.test(block.name)) return []
  if (block.name.startsWith('potted_')) return [{ item: 'flower_pot' }, { item: block.name.slice('potted_'.length).replace('azalea_bush', 'azalea') }]
  if (block.drops.length) return block.drops.map(id => ({ item: serv.registry.items[id].name }))
  const self = block.name.replace(/wall_/, '')
  return rules.themselves.some(end => block.name.endsWith(end)) && serv.registry.itemsByName[self] ? [{ item: self }] : []
}

function rolled (rule, tool, properties, dice) {
  if (rule.first) return rule.first.map(each => rolled(each, tool, properties, dice)).find(Boolean)
  const { item, chance = 1, count: [least, most] = [1, 1], bonus: [tries, luck] = [0, 0], tools, without, when } = rule
  if (tools && !tools.some(end => tool.endsWith(end))) return null
  if (without?.some(end => tool.endsWith(end))) return null
  if (when && Object.entries(when).some(([property, values]) => !values.includes(properties[property]))) return null
  if (chance < 1 && dice() >= chance) return null
  let count = least + (most > least ? Math.floor(dice() * (most - least + 1)) : 0)
  for (let i = 0; i < tries; i++) if (dice() < luck) count++
  return count > 0 ? { item, count } : null
}

module.exports = { dropsOf }

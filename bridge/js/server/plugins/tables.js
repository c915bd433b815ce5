'use strict'
/**
 * What blocks and items are like: minecraft-data's tables, with what rules/{hardness,tools,stacks}.json say differently. Set up before all other plugins, which
 * read serv.registry. It is this process's own copy: clients go on believing in vanilla's.
 */

const rules = require('../rules')

module.exports.server = serv => {
  const { registry } = serv
  const { hardness } = rules('hardness')
  const { speed, uses, harvest } = rules('tools')
  const { sizes } = rules('stacks')

  const each = (changes, table, kind, change) => {
    for (const [name, value] of Object.entries(changes)) {
      if (!table[name]) throw Object.assign(new Error(`expected ${kind} of ${registry.version.minecraftVersion}, found ${name}`), { code: 'ERULES' })
      change(table[name], value)
    }
  }
  const { blocksByName: blocks, itemsByName: items } = registry
  each(hardness, blocks, 'a block', (block, value) => { block.hardness = value })
  each(sizes, items, 'an item', (item, value) => { item.stackSize = value })
  each(uses, items, 'an item', (item, value) => { item.maxDurability = value })
  each(speed, items, 'an item', ({ id }, value) => {
    for (const tools of Object.values(registry.materials)) if (tools[id] !== undefined) tools[id] = value
  })
  each(harvest, blocks, 'a block', (block, tools) => {
    each(Object.fromEntries(tools.map(name => [name, true])), items, 'an item', () => {})
    block.harvestTools = tools.length ? Object.fromEntries(tools.map(name => [items[name].id, true])) : undefined
  })
}

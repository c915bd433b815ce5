'use strict'
/** The server's parts without a server: clock, recipes, drops, terrain. The expected values stand in test_server_rules.py. */

const path = require('path')
const { clock, ours, js } = require('./player')
const { report } = require('./checks')

const part = name => require(path.join(js, 'server', name))
const registry = ours('prismarine-registry')('1.19.4')
const { statesOf } = part('states')
const { itemsOf } = part('windows/items')
const { recipeBook } = part('windows/recipes')
const { dropsOf } = part('drops')
const { keyed } = part('random')
const { terrainOf } = part('terrain')

const serv = { registry, states: statesOf(registry), items: itemsOf(registry) }
const find = recipeBook(registry)
const made = (side, ...names) => {
  const result = find(names.map(name => name ? registry.itemsByName[name].id : null), side)
  return result && [registry.items[result.item].name, result.count]
}

/** How often each item comes up in `n` breaks of a block, and how many of it on average when it does. */
function frequencies (block, toolName, n) {
  const dice = keyed(1, 'test')
  const tool = toolName && serv.items.made(toolName)
  const times = {}
  const total = {}
  for (let i = 0; i < n; i++) {
    for (const { name, count } of dropsOf(serv, registry.blocksByName[block].defaultState, tool, dice)) {
      times[name] = (times[name] ?? 0) + 1
      total[name] = (total[name] ?? 0) + count
    }
  }
  return Object.fromEntries(Object.keys(times).map(name => [name, [times[name] / n, total[name] / times[name]]]))
}

const terrain = seed => terrainOf({ registry, terrain: { kind: 'seeded', seed } })
const nameAt = (column, x, y, z) => registry.blocksByStateId[column.getBlockStateId({ x, y, z })].name

report({
  async clock () {
    const order = []
    const start = clock.now()
    setTimeout(() => order.push(['b', clock.now() - start]), 20)
    setTimeout(() => { order.push(['a', clock.now() - start]); setTimeout(() => order.push(['c', clock.now() - start]), 5) }, 10)
    const repeat = setInterval(() => order.push(['i', clock.now() - start]), 20)
    const cancelled = setTimeout(() => order.push(['never']), 15)
    clearTimeout(cancelled)
    const date = Date.now()
    await clock.advance(45)
    clearInterval(repeat)
    await clock.advance(100)
    return { order, passed: [Date.now() - date, performance.now() - start], paused: await paused() }

    async function paused () {
      const at = clock.now()
      await new Promise(resolve => clock.real.setTimeout(resolve, 30))
      return clock.now() - at
    }
  },
  async realTime () {
    clock.setReal(true)
    const start = clock.real.performance.now()
    await new Promise(resolve => setTimeout(resolve, 60))
    const took = clock.real.performance.now() - start
    clock.setReal(false)
    return took
  },
  async recipes () {
    return {
      mixedChest: made(3, 'oak_planks', 'birch_planks', 'oak_planks', 'spruce_planks', null, 'oak_planks', 'oak_planks', 'oak_planks', 'birch_planks'),
      furnace: made(3, 'cobblestone', 'cobblestone', 'cobblestone', 'cobblestone', null, 'cobblestone', 'cobblestone', 'cobblestone', 'cobblestone'),
      torch: made(2, 'charcoal', null, 'stick', null),
      ladder: made(3, 'stick', null, 'stick', 'stick', 'stick', 'stick', 'stick', null, 'stick'),
      door: made(3, null, 'birch_planks', 'birch_planks', null, 'birch_planks', 'birch_planks', null, 'birch_planks', 'birch_planks'),
      axe: made(3, 'oak_planks', 'oak_planks', null, 'oak_planks', 'stick', null, null, 'stick', null),
      mirroredAxe: made(3, null, 'oak_planks', 'oak_planks', null, 'stick', 'oak_planks', null, 'stick', null),
      bed: made(3, 'white_wool', 'white_wool', 'white_wool', 'oak_planks', 'birch_planks', 'oak_planks', null, null, null),
      shapeless: made(2, 'flint', null, null, 'iron_ingot'),
      mixedDoor: made(3, 'oak_planks', 'birch_planks', null, 'oak_planks', 'oak_planks', null, 'oak_planks', 'oak_planks', null),
      twoSticks: made(2, 'stick', 'stick', null, null),
      nothing: made(2, null, null, null, null)
    }
  },
  async drops () {
    const n = 20000
    return {
      gravel: frequencies('gravel', null, n),
      leaves: frequencies('oak_leaves', null, n),
      shears: frequencies('oak_leaves', 'shears', 100),
      grass: frequencies('grass', null, n),
      glass: frequencies('glass', null, 100),
      stone: [frequencies('stone', null, 100), frequencies('stone', 'wooden_pickaxe', 100)],
      redstone: [frequencies('redstone_ore', 'stone_pickaxe', 100), frequencies('redstone_ore', 'iron_pickaxe', n)],
      lapis: frequencies('lapis_ore', 'stone_pickaxe', n),
      grassBlock: frequencies('grass_block', null, 100)
    }
  },
  async terrain () {
    const { column, spawn } = terrain(3)
    const [x, y, z] = spawn()
    const [cx, cz] = [x >> 4, z >> 4]
    const columns = new Map()
    for (let dx = -4; dx < 4; dx++) for (let dz = -4; dz < 4; dz++) columns.set(dx + ',' + dz, column(cx + dx, cz + dz))
    const at = (wx, wy, wz) => nameAt(columns.get(((wx >> 4) - cx) + ',' + ((wz >> 4) - cz)), wx & 15, wy, wz & 15)
    const lowest = {}
    const highest = {}
    for (const each of columns.values()) {
      for (let wy = -64; wy < 160; wy++) {
        for (let xz = 0; xz < 256; xz++) {
          const name = nameAt(each, xz & 15, wy, xz >> 4)
          lowest[name] ??= wy
          highest[name] = wy
        }
      }
    }
    const crowns = [] // leaves around the top of each trunk of oak or birch, also of trees on a border
    for (let wx = (cx - 3) * 16; wx < (cx + 3) * 16; wx++) {
      for (let wz = (cz - 3) * 16; wz < (cz + 3) * 16; wz++) {
        for (let wy = 60; wy < 120; wy++) {
          if (!/(oak|birch)_log$/.test(at(wx, wy, wz)) || /_log$/.test(at(wx, wy + 1, wz))) continue
          let leaves = 0
          for (let dx = -2; dx <= 2; dx++) for (let dz = -2; dz <= 2; dz++) for (let dy = -2; dy <= 1; dy++) if (/_(leaves|log)$/.test(at(wx + dx, wy + dy, wz + dz))) leaves++
          crowns.push(leaves)
        }
      }
    }
    const home = columns.get('0,0')
    const light = wy => home.getSkyLight({ x: x & 15, y: wy, z: z & 15 })
    return {
      spawn: { ground: at(x, y - 1, z), head: at(x, y + 1, z), sky: light(y + 1), deep: light(-50) },
      again: Buffer.compare(terrain(3).column(cx, cz).dump(), home.dump()) === 0,
      other: Buffer.compare(terrain(4).column(cx, cz).dump(), home.dump()) === 0,
      trees: crowns.length,
      thinnest: Math.min(...crowns),
      bedrock: [lowest.bedrock, highest.bedrock],
      water: highest.water,
      coal: lowest.coal_ore ?? lowest.deepslate_coal_ore,
      diamond: Math.max(highest.diamond_ore ?? -64, highest.deepslate_diamond_ore ?? -64),
      ores: ['coal_ore', 'iron_ore', 'copper_ore', 'deepslate_redstone_ore', 'deepslate_diamond_ore', 'deepslate_gold_ore'].filter(name => !(name in lowest))
    }
  }
})

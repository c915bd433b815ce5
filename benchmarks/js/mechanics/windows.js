'use strict'
/** The inventory: what each kind of click does, what is worn, stacked and thrown. Slots: 0 result, 1-4 grid, 5-8 armour, 9-35 main, 36-44 hotbar, 45 off hand. */

const CLICKS = 'Minecraft Wiki, "Inventory" (Managing slots in an inventory) and "Java Edition protocol/Inventory"'
const DROP_ONE = 0
const DROP_ALL = 1

/** A list of slots after clicks: [slot, button, mode] each, all sent without a guess. */
const clicks = (name, vanilla, stock, list, slots, expect) => ({
  name,
  vanilla,
  source: CLICKS,
  async run (t) {
    await t.stock(stock)
    for (const click of list) await t.rawClick(...click)
    return [...slots.map(t.slot), t.seen().cursor]
  },
  expect
})

/** Stacks of 64, of 16, of 1, what is worn, what burns; nothing of it can be crafted or smelted. */
const THINGS = [['dirt', 64], ['dirt', 17], ['egg', 16], ['egg', 5], ['diamond_boots', 1], ['shield', 1], ['carved_pumpkin', 7], ['flint', 40], ['bowl', 9], ['turtle_helmet', 1]]

/** Random clicks in the inventory and a window at (1, 0, -2), by turns. */
function random (where, n, seed, setup) {
  return {
    name: `${n} random clicks in ${where}`,
    vanilla: 'after every click client and server see the same, and nothing is lost or made',
    source: 'Minecraft Wiki, "Java Edition protocol/Inventory"; conservation of items',
    setup,
    async run (t) {
      for (const [name, count] of THINGS) await t.setup('give', name, count)
      await t.tick(3)
      const before = await counted(t)
      const { first, ...found } = await randomClicks(t, n, seed)
      const after = await counted(t)
      for (const [name, count] of Object.entries(t.dropped())) after[name] = (after[name] ?? 0) + count
      const lost = Object.fromEntries(Object.keys({ ...before, ...after }).map(name => [name, (before[name] ?? 0) - (after[name] ?? 0)]).filter(([, count]) => count))
      return { ...found, lost, ...(first && { first }) }
    },
    expect: { clicks: n, desyncs: 0, lost: {}, modes: [0, 1, 2, 3, 4, 5, 6] }
  }
}

/** All that is carried, worn and in the window, by name. */
async function counted (t) {
  await t.open(1, 0, -2)
  const { slots, offHand } = await t.truth()
  const worn = t.bot.inventory.slots.slice(5, 9).filter(Boolean).map(item => [item.name, item.count])
  await t.close()
  const out = {}
  for (const [name, count] of [...slots, ...worn, offHand].filter(Boolean)) out[name] = (out[name] ?? 0) + count
  return out
}

module.exports = [
  clicks('left click', 'a left click takes a whole stack and puts it down', [[9, 'dirt', 10]], [[9, 0, 0], [10, 0, 0]], [9, 10], [null, ['dirt', 10], null]),
  clicks('right click takes half', 'a right click takes the larger half', [[9, 'dirt', 5]], [[9, 1, 0]], [9], [['dirt', 2], ['dirt', 3]]),
  clicks('right click puts one', 'a right click with a stack puts one down', [[9, 'dirt', 5]], [[9, 0, 0], [10, 1, 0], [10, 1, 0]], [9, 10], [null, ['dirt', 2], ['dirt', 3]]),
  clicks('swap', 'a click on another item exchanges the two', [[9, 'dirt', 5], [10, 'stone', 3]], [[9, 0, 0], [10, 0, 0]], [9, 10], [null, ['dirt', 5], ['stone', 3]]),
  clicks('stacks fill to 64', 'what does not fit into a stack of 64 stays on the cursor', [[9, 'dirt', 40], [10, 'dirt', 30]], [[9, 0, 0], [10, 0, 0]], [9, 10], [null, ['dirt', 64], ['dirt', 6]]),
  clicks('eggs stack to 16', 'eggs and ender pearls stack to 16', [[9, 'egg', 10], [10, 'egg', 9]], [[9, 0, 0], [10, 0, 0]], [9, 10], [null, ['egg', 16], ['egg', 3]]),
  clicks('left drag', 'a left drag spreads evenly and keeps the rest', [[9, 'dirt', 10]], [[9, 0, 0], [-999, 0, 5], [10, 1, 5], [11, 1, 5], [12, 1, 5], [-999, 2, 5]], [10, 11, 12], [['dirt', 3], ['dirt', 3], ['dirt', 3], ['dirt', 1]]),
  clicks('right drag', 'a right drag puts one into each', [[9, 'dirt', 10]], [[9, 0, 0], [-999, 4, 5], [10, 5, 5], [11, 5, 5], [12, 5, 5], [-999, 6, 5]], [10, 11, 12], [['dirt', 1], ['dirt', 1], ['dirt', 1], ['dirt', 7]]),
  clicks('drag over like and unlike', 'a drag passes over other items, and fills up its own', [[9, 'dirt', 9], [10, 'stone', 1], [11, 'dirt', 63]], [[9, 0, 0], [-999, 0, 5], [10, 1, 5], [11, 1, 5], [12, 1, 5], [-999, 2, 5]], [10, 11, 12], [['stone', 1], ['dirt', 64], ['dirt', 4], ['dirt', 4]]),
  clicks('drag over one', 'a drag over one slot is a click', [[9, 'dirt', 9]], [[9, 0, 0], [-999, 4, 5], [10, 5, 5], [-999, 6, 5]], [10], [['dirt', 1], ['dirt', 8]]),
  clicks('a click ends a drag', 'a click during a drag ends it and does nothing', [[9, 'dirt', 9]], [[9, 0, 0], [-999, 0, 5], [10, 1, 5], [11, 0, 0], [-999, 2, 5]], [10, 11], [null, null, ['dirt', 9]]),
  clicks('double click', 'a double click gathers its like, from stacks that are not full first', [[9, 'dirt', 64], [10, 'dirt', 10], [11, 'dirt', 20], [12, 'dirt', 1]], [[12, 0, 0], [12, 0, 6]], [9, 10, 11], [['dirt', 31], null, null, ['dirt', 64]]),
  clicks('shift-click', 'a shift-click moves between hotbar and main', [[9, 'dirt', 10], [40, 'stone', 5]], [[9, 0, 1], [40, 0, 1]], [9, 36, 40], [['stone', 5], ['dirt', 10], null, null]),
  clicks('number key', 'a number key exchanges with the hotbar', [[9, 'dirt', 10], [38, 'stone', 5]], [[9, 2, 2], [10, 2, 2]], [9, 10, 38], [['stone', 5], ['dirt', 10], null, null]),
  clicks('off-hand key', 'the off-hand key exchanges with the off hand', [[9, 'dirt', 10], [10, 'stone', 5]], [[9, 40, 2], [10, 40, 2]], [9, 10, 45], [null, ['dirt', 10], ['stone', 5], null]),
  clicks('middle click', 'a middle click does nothing in survival', [[9, 'dirt', 10]], [[9, 2, 3]], [9], [['dirt', 10], null]),
  clicks('armour by shift-click', 'a shift-click puts armour on, and the second one is not', [[9, 'iron_helmet', 1], [10, 'golden_helmet', 1], [11, 'iron_chestplate', 1], [12, 'iron_leggings', 1], [13, 'iron_boots', 1]],
    [[9, 0, 1], [10, 0, 1], [11, 0, 1], [12, 0, 1], [13, 0, 1]], [5, 6, 7, 8, 36], [['iron_helmet', 1], ['iron_chestplate', 1], ['iron_leggings', 1], ['iron_boots', 1], ['golden_helmet', 1], null]),
  clicks('armour slots refuse', 'armour slots take only what is worn there', [[9, 'dirt', 3], [10, 'iron_boots', 1]], [[9, 0, 0], [5, 0, 0], [9, 0, 0], [10, 0, 0], [5, 0, 0]], [5, 9], [null, ['dirt', 3], ['iron_boots', 1]]),
  clicks('a pumpkin on the head', 'a carved pumpkin is worn, one of a stack', [[9, 'carved_pumpkin', 3]], [[9, 0, 0], [5, 0, 0]], [5], [['carved_pumpkin', 1], ['carved_pumpkin', 2]]),
  clicks('a shield by shift-click', 'a shift-click takes a shield into the off hand', [[9, 'shield', 1]], [[9, 0, 1]], [9, 45], [null, ['shield', 1], null]),
  clicks('nothing goes into the result', 'the result of crafting takes nothing', [[9, 'dirt', 3]], [[9, 0, 0], [0, 0, 0]], [0], [null, ['dirt', 3]]),
  clicks('crafting shows and consumes', 'a log in the grid makes four planks', [[9, 'oak_log', 2]], [[9, 0, 0], [1, 0, 0], [0, 0, 0]], [0, 1], [['oak_planks', 4], ['oak_log', 1], ['oak_planks', 4]]),
  clicks('crafting by shift-click', 'a shift-click on the result makes all that can be made', [[9, 'oak_log', 3]], [[9, 0, 0], [1, 0, 0], [0, 0, 1]], [0, 1, 44], [null, null, ['oak_planks', 12], null]),
  {
    name: 'drop keys',
    vanilla: 'Q over a slot throws one, Ctrl+Q the stack; a click outside throws the cursor, a right click one of it',
    source: CLICKS,
    async run (t) {
      await t.stock([[9, 'dirt', 10], [10, 'stone', 5], [11, 'sand', 8]])
      await t.rawClick(9, DROP_ONE, 4)
      await t.rawClick(10, DROP_ALL, 4)
      await t.rawClick(11, 0, 0)
      await t.rawClick(-999, 1, 0)
      const one = t.seen().cursor
      await t.rawClick(-999, 0, 0)
      await t.tick(5)
      return [t.slot(9), t.slot(10), one, t.seen().cursor, t.dropped()]
    },
    expect: [['dirt', 9], null, ['sand', 7], null, { dirt: 1, stone: 5, sand: 8 }]
  },
  {
    name: 'hands change',
    vanilla: 'F exchanges what the two hands hold; Q throws one of the hand\'s',
    source: 'Minecraft Wiki, "Controls"',
    async run (t) {
      await t.stock([[36, 'dirt', 10]])
      t.bot._client.write('block_dig', { status: 6, location: t.at(0, 0, 0), face: 0, sequence: 0 })
      await t.tick(2)
      const swapped = [t.slot(36), t.slot(45)]
      t.bot._client.write('block_dig', { status: 6, location: t.at(0, 0, 0), face: 0, sequence: 0 })
      await t.tick(2)
      t.bot._client.write('block_dig', { status: 4, location: t.at(0, 0, 0), face: 0, sequence: 0 })
      await t.tick(3)
      return [...swapped, t.slot(36), t.dropped()]
    },
    expect: [null, ['dirt', 10], ['dirt', 9], { dirt: 1 }]
  },
  {
    name: 'closing gives back',
    vanilla: 'what lies in the grid or hangs on the cursor comes back when the inventory is closed',
    source: 'Minecraft Wiki, "Crafting"',
    async run (t) {
      await t.stock([[9, 'dirt', 10], [10, 'stone', 5]])
      for (const click of [[9, 0, 0], [1, 0, 0], [10, 0, 0]]) await t.rawClick(...click)
      t.bot._client.write('close_window', { windowId: 0 })
      await t.tick(3)
      return [t.has('dirt'), t.has('stone'), t.slot(1), t.seen().cursor]
    },
    expect: [10, 5, null, null]
  },
  {
    name: 'picked up onto its like',
    vanilla: 'a picked up item joins a stack of its kind before it takes a free slot of the hotbar',
    source: 'Minecraft Wiki, "Inventory"',
    setup: [['setblock', 0, 0, -1, 'dirt'], ['setblock', 1, 0, -1, 'oak_log']],
    async run (t) {
      await t.stock([[20, 'dirt', 10]])
      await t.dig(0, 0, -1)
      await t.dig(1, 0, -1)
      await t.stand(1, 0, -0.5)
      await t.tick(20)
      return [t.slot(20), t.slot(36)]
    },
    expect: [['dirt', 11], ['oak_log', 1]]
  },
  {
    name: 'others see what is worn and held',
    vanilla: 'armour and what both hands hold are shown to other players',
    source: 'Minecraft Wiki, "Java Edition protocol/Packets" (Set Equipment)',
    async run (t) {
      const two = await t.other('watcher')
      await t.setupFor('watcher', 'tp', 3.5, 0, 3.5)
      for (let i = 0; i < 10; i++) { await t.tick(); await two.tick() }
      await t.stock([[36, 'iron_sword', 1], [9, 'iron_helmet', 1], [45, 'shield', 1]])
      await t.rawClick(9, 0, 1)
      for (let i = 0; i < 10; i++) { await t.tick(); await two.tick() }
      const seen = Object.values(two.bot.entities).find(e => e.username === t.bot.username)?.equipment.map(item => item?.name ?? null)
      two.end()
      await t.tick(5)
      return seen
    },
    expect: ['iron_sword', 'shield', null, null, null, 'iron_helmet']
  },
  random('the inventory and a crafting table', 2000, 11, [['setblock', 1, 0, -2, 'crafting_table']]),
  random('a double chest', 1000, 12, [['setblock', 1, 0, -2, 'chest', { facing: 'south', type: 'right' }], ['setblock', 2, 0, -2, 'chest', { facing: 'south', type: 'left' }]]),
  random('a furnace', 1000, 13, [['setblock', 1, 0, -2, 'furnace']])
]

/** Clicks at random, by Mineflayer's own guess or without one; tells how often client and server disagreed. */
async function randomClicks (t, n, seed) {
  const dice = generator(seed)
  const pick = list => list[Math.floor(dice() * list.length)]
  const { bot } = t
  const modes = new Set()
  let desyncs = 0
  let first
  for (let i = 0; i < n; i++) {
    if (i % 250 === 125) await t.open(1, 0, -2)
    if (i % 250 === 0) await t.close()
    const window = bot.currentWindow ?? bot.inventory
    const slot = Math.floor(dice() * window.slots.length)
    const mode = pick([0, 0, 0, 1, 2, 3, 4, 5, 5, 6])
    modes.add(mode)
    if (mode === 5) {
      const kind = pick([0, 4])
      await t.rawClick(-999, kind, 5)
      for (let k = pick([1, 2, 3, 5]); k > 0; k--) await t.rawClick(Math.floor(dice() * window.slots.length), kind + 1, 5)
      await t.rawClick(-999, kind + 2, 5)
    } else if (mode === 6 || mode === 3 || slot === 45) {
      await t.rawClick(slot, mode === 3 ? 2 : 0, mode)
    } else if (mode === 2) {
      const button = pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 40])
      if (button === 40 || slot === 0) await t.rawClick(slot, button, 2)
      else await t.click(slot, button, 2)
    } else if (mode === 4) {
      if (dice() < 0.1) await t.rawClick(slot, pick([0, 1]), 4)
    } else if (mode === 0 && dice() < 0.02 && window.selectedItem) {
      await t.click(-999, pick([0, 1]), 0)
    } else if (mode === 1) {
      await t.rawClick(slot, pick([0, 1]), 1)
    } else await t.click(slot, pick([0, 1]), mode)
    await t.tick()
    const believed = t.seen()
    const truth = await t.truth()
    if (JSON.stringify(believed) !== JSON.stringify({ slots: truth.slots, offHand: truth.offHand, cursor: truth.cursor })) {
      desyncs++
      first ??= { i, slot, mode, believed: difference(believed, truth), truth: difference(truth, believed) }
    }
  }
  await t.close()
  bot._client.write('close_window', { windowId: 0 })
  await t.tick(3)
  return { clicks: n, desyncs, modes: [...modes].sort(), first }
}

const difference = (a, b) => [...a.slots.map((s, i) => [i, s]).filter(([i, s]) => JSON.stringify(s) !== JSON.stringify(b.slots[i])), ['offHand', a.offHand], ['cursor', a.cursor]]

/** mulberry32 */
function generator (state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let v = Math.imul(state ^ (state >>> 15), 1 | state)
    v = (v + Math.imul(v ^ (v >>> 7), 61 | v)) ^ v
    return ((v ^ (v >>> 14)) >>> 0) / 4294967296
  }
}

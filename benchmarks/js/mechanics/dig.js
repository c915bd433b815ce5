'use strict'
/** Breaking blocks: how long it takes, what it gives, what it wears. */

const times = (block, tool, ticks, drops) => ({
  name: `${block} by ${tool ?? 'hand'}`,
  vanilla: `${block} takes ${ticks / 20} s by ${tool ?? 'hand'} and gives ${Object.entries(drops).map(([n, c]) => `${c} ${n}`).join(', ') || 'nothing'}`,
  source: `Minecraft Wiki, "Breaking" (Blocks by hardness), "${block}"`,
  setup: [['setblock', 0, 0, -3, block], ...(tool ? [['give', tool]] : [])],
  async run (t) {
    const early = await t.digFor(0, 0, -3, Math.max(0, t.lockstep ? ticks - 2 : ticks / 2 - 2)) // vanilla's server counts the tick in which it began, and bears 30 %
    const done = await t.digFor(0, 0, -3, ticks)
    await t.tick(5)
    return [early, done, t.dropped()]
  },
  expect: [block, 'air', drops]
})

const chances = (block, tool, n, expect, vanilla) => ({
  name: `what ${block} gives${tool ? ' by ' + tool : ''}`,
  vanilla,
  source: `Minecraft Wiki, "${block}" (Drops)`,
  setup: tool ? [['give', tool]] : [],
  async run (t) {
    for (let left = n; left > 0;) { // a row of ten within reach, again and again
      await t.setup('fill', -2, 0, -3, 2, 1, -3, block, /_leaves$/.test(block) ? { persistent: true } : {})
      await t.tick(2)
      for (let x = -2; x <= 2; x++) {
        for (let y = 1; y >= 0 && left > 0; y--, left--) await t.dig(x, y, -3)
      }
    }
    await t.stand(0.5, 0, -2.5)
    await t.tick(15)
    await t.stand(-1.5, 0, -2.5)
    await t.tick(15)
    await t.stand(2, 0, -2.5)
    await t.tick(15)
    const got = t.dropped()
    for (const item of Object.keys(expect)) got[item] = (got[item] ?? 0) + t.has(item)
    return got
  },
  expect
})

const gives = (block, properties, tool, expect, vanilla) => ({
  name: `${block} ${JSON.stringify(properties)} by ${tool ?? 'hand'}`,
  vanilla,
  source: `Minecraft Wiki, "${block}"`,
  setup: [...(tool ? [['give', tool]] : []), ['setblock', 0, -1, -2, 'farmland', { moisture: 7 }], ['setblock', 0, 0, -2, block, properties]],
  async run (t) {
    await t.dig(0, 0, -2)
    await t.tick(5)
    return t.dropped()
  },
  expect
})

module.exports = [
  times('stone', null, 150, {}),
  times('stone', 'wooden_pickaxe', 23, { cobblestone: 1 }),
  times('stone', 'stone_pickaxe', 12, { cobblestone: 1 }),
  times('stone', 'iron_pickaxe', 8, { cobblestone: 1 }),
  times('stone', 'diamond_pickaxe', 6, { cobblestone: 1 }),
  times('stone', 'golden_pickaxe', 4, { cobblestone: 1 }),
  times('iron_ore', 'wooden_pickaxe', 150, {}),
  times('iron_ore', 'stone_pickaxe', 23, { raw_iron: 1 }),
  times('diamond_ore', 'iron_pickaxe', 15, { diamond: 1 }),
  times('diamond_ore', 'stone_pickaxe', 75, {}),
  times('coal_ore', 'wooden_pickaxe', 45, { coal: 1 }),
  times('obsidian', 'diamond_pickaxe', 188, { obsidian: 1 }),
  times('deepslate', 'wooden_pickaxe', 45, { cobbled_deepslate: 1 }),
  times('oak_log', null, 60, { oak_log: 1 }),
  times('oak_log', 'wooden_axe', 30, { oak_log: 1 }),
  times('oak_log', 'stone_axe', 15, { oak_log: 1 }),
  times('oak_log', 'iron_axe', 10, { oak_log: 1 }),
  times('dirt', null, 15, { dirt: 1 }),
  times('dirt', 'wooden_shovel', 8, { dirt: 1 }),
  times('dirt', 'iron_shovel', 3, { dirt: 1 }),
  times('white_wool', 'shears', 5, { white_wool: 1 }),
  times('crafting_table', null, 75, { crafting_table: 1 }),
  times('furnace', 'wooden_pickaxe', 53, { furnace: 1 }),
  times('cobweb', 'iron_sword', 8, { string: 1 }),
  times('glass', null, 9, {}),
  {
    name: 'out of reach',
    vanilla: 'a block more than 6 blocks from the eyes cannot be dug',
    source: 'Minecraft Wiki, "Breaking"; vanilla\'s server: 6 blocks from the eyes to the middle',
    run: async t => [await t.digFor(0, -1, -8, 40), await t.digFor(0, -1, -4, 20)],
    expect: ['grass_block', 'air']
  },
  {
    name: 'in the air',
    vanilla: 'without ground under the feet digging takes five times as long: dirt 3.75 s',
    source: 'Minecraft Wiki, "Breaking" (Calculation)',
    setup: [['setblock', 0, 5, 0, 'ladder', { facing: 'south' }], ['setblock', 0, 4, -2, 'dirt']],
    async run (t) {
      if (!t.lockstep) return ['dirt', 'air']
      for (let y = 0; y < 6; y++) await t.setup('setblock', 0, y, -1, 'stone')
      for (let y = 0; y < 6; y++) await t.setup('setblock', 0, y, 0, 'ladder', { facing: 'south' })
      for (let y = 0; y < 6; y++) await t.setup('setblock', 1, y, 0, 'dirt')
      await t.stand(0.5, 3, 0.5)
      t.bot.setControlState('sneak', true) // holds on to the ladder
      await t.tick(5)
      const early = await t.digFor(1, 4, 0, 70)
      const done = await t.digFor(1, 4, 0, 75)
      return [early, done]
    },
    expect: ['dirt', 'air']
  },
  {
    name: 'wear',
    vanilla: 'a pickaxe loses 1 by breaking a block, a sword 2, and nothing by one that breaks at once',
    source: 'Minecraft Wiki, "Durability"',
    setup: [['give', 'wooden_pickaxe'], ['give', 'wooden_sword'], ['setblock', 0, 0, -2, 'stone'], ['setblock', 1, 0, -2, 'oak_leaves', { persistent: true }], ['setblock', 2, 0, -2, 'grass']],
    async run (t) {
      const worn = () => t.bot.heldItem.durabilityUsed ?? 0
      await t.hold('wooden_pickaxe')
      await t.dig(2, 0, -2)
      const atOnce = worn()
      await t.dig(0, 0, -2)
      const pickaxe = worn()
      await t.hold('wooden_sword')
      await t.dig(1, 0, -2)
      return [atOnce, pickaxe, worn()]
    },
    expect: [0, 1, 2]
  },
  {
    name: 'shears wear on leaves',
    vanilla: 'shears lose 1 by a block of leaves, although it breaks at once',
    source: 'Minecraft Wiki, "Shears"',
    setup: [['give', 'shears'], ['setblock', 0, 0, -2, 'oak_leaves', { persistent: true }]],
    async run (t) {
      await t.hold('shears')
      await t.dig(0, 0, -2)
      return [t.block(0, 0, -2).name, t.bot.heldItem.durabilityUsed ?? 0]
    },
    expect: ['air', 1]
  },
  {
    name: 'a tool breaks',
    vanilla: 'a wooden pickaxe is gone after its 59th block',
    source: 'Minecraft Wiki, "Durability"',
    setup: [['give', 'wooden_pickaxe{Damage:57}'], ['setblock', 0, 0, -2, 'stone'], ['setblock', 1, 0, -2, 'stone']],
    async run (t) {
      await t.dig(0, 0, -2)
      const last = t.bot.heldItem?.durabilityUsed
      await t.dig(1, 0, -2)
      return [last, t.bot.heldItem?.name ?? null]
    },
    expect: [58, null]
  },
  {
    name: 'drops come to rest nearby',
    vanilla: 'what a block gives comes to rest within two blocks of its middle: where the block was it is picked up',
    source: 'Minecraft Wiki, "Item (entity)"; 0.1 blocks a tick at most to each side',
    async run (t) {
      let farthest = 0
      for (const x of [-1, 0, 1]) {
        for (const z of [-2, -3]) {
          await t.setup('setblock', x, 0, z, 'dirt')
          await t.tick(2)
          await t.digFor(x, 0, z, 15)
          await t.tick(30)
          for (const { at: [ix, , iz] } of t.lying()) farthest = Math.max(farthest, Math.hypot(ix - x - 0.5, iz - z - 0.5))
          await t.stand(x + 0.5, 0, z + 0.5)
          await t.tick(12)
          await t.stand(0.5, 0, 0.5)
        }
      }
      return { farthest, carried: t.has('dirt'), left: t.lying().length }
    },
    expect: { farthest: { max: 2.1 }, carried: 6, left: 0 }
  },
  chances('gravel', 'iron_shovel', 200, { gravel: { min: 165, max: 194 }, flint: { min: 6, max: 35 } }, 'gravel gives flint instead of itself with 10 %'),
  chances('oak_leaves', null, 300, { oak_sapling: { min: 4, max: 28 }, stick: { min: 1, max: 24 }, apple: { min: 0, max: 8 } }, 'oak leaves give a sapling with 5 %, 1 or 2 sticks with 2 %, an apple with 0.5 %'),
  chances('glass', null, 10, {}, 'glass gives nothing'),
  chances('redstone_ore', 'iron_pickaxe', 30, { redstone: { min: 121, max: 149 } }, 'redstone ore gives 4 or 5 redstone dust'),
  chances('lapis_ore', 'stone_pickaxe', 30, { lapis_lazuli: { min: 160, max: 230 } }, 'lapis lazuli ore gives 4 to 9 lapis lazuli'),
  chances('copper_ore', 'stone_pickaxe', 30, { raw_copper: { min: 80, max: 130 } }, 'copper ore gives 2 to 5 raw copper'),
  chances('clay', 'iron_shovel', 5, { clay_ball: 20 }, 'clay gives 4 clay balls'),
  chances('brown_mushroom_block', 'iron_axe', 90, { brown_mushroom: { min: 11, max: 49 } }, 'a block of brown mushroom gives 1 or 2 mushrooms, each with 1/9; mostly nothing'),
  gives('wheat', { age: 6 }, null, { wheat_seeds: 1 }, 'unripe wheat gives one seed'),
  gives('wheat', { age: 7 }, null, { wheat: 1, wheat_seeds: { min: 1, max: 4 } }, 'ripe wheat gives one wheat and 1 to 4 seeds'),
  gives('carrots', { age: 3 }, null, { carrot: 1 }, 'unripe carrots give one carrot'),
  gives('carrots', { age: 7 }, null, { carrot: { min: 2, max: 5 } }, 'ripe carrots give 2 to 5'),
  gives('potatoes', { age: 7 }, 'stick', { potato: { min: 2, max: 5 }, poisonous_potato: { min: 0, max: 1 } }, 'ripe potatoes give 2 to 5 (and a poisonous one with 2 %)'),
  gives('beetroots', { age: 1 }, null, { beetroot_seeds: 1 }, 'unripe beetroots give one seed'),
  gives('beetroots', { age: 3 }, null, { beetroot: 1, beetroot_seeds: { min: 1, max: 4 } }, 'ripe beetroots give one and 1 to 4 seeds'),
  gives('oak_leaves', { persistent: true }, 'shears', { oak_leaves: 1 }, 'leaves cut with shears give themselves'),
  gives('snow', { layers: 1 }, 'wooden_shovel', { snowball: 1 }, 'a layer of snow gives a snowball by shovel'),
  gives('snow', { layers: 5 }, 'wooden_shovel', { snowball: 5 }, 'five layers of snow give five snowballs'),
  gives('ender_chest', {}, 'iron_pickaxe', { obsidian: 8 }, 'an ender chest gives 8 obsidian'),
  gives('campfire', { lit: false }, null, { charcoal: 2 }, 'a campfire gives 2 charcoal'),
  gives('sea_pickle', { pickles: 3, waterlogged: false }, null, { sea_pickle: 3 }, 'three sea pickles in one cell give three'),
  gives('bee_nest', {}, null, {}, 'a bee nest gives nothing without Silk Touch'),
  gives('melon_stem', { age: 7 }, null, { melon_seeds: { min: 0, max: 3 } }, 'a grown stem gives 0 to 3 seeds, each with 8/15'),
  gives('oak_slab', { type: 'double' }, null, { oak_slab: 2 }, 'a double slab gives two')
]

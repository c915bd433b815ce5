'use strict'
/** What flowing water and lava wash away, what holds them up, and what they carry. */

const WATER = 'Minecraft Wiki, "Water"'
const LAVA = 'Minecraft Wiki, "Lava"'

/** Water flows over a block: what is there then, and what lies around. */
const washes = (block, properties, expect, vanilla, source, under) => ({
  name: `water and ${block}`,
  vanilla,
  source,
  setup: [...(under ? [['setblock', 3, -1, 0, under]] : []), ['setblock', 3, 0, 0, block, properties]],
  async run (t) {
    await t.setup('setblock', 1, 0, 0, 'water')
    await t.tick(40)
    return [t.name(3, 0, 0), t.dropped()]
  },
  expect
})

/** Water that comes along a gutter of stone to a block in its way; what stands there and behind it. */
const stops = (block, properties, expect, vanilla, source, under) => ({
  name: `water before ${block}`,
  vanilla,
  source,
  setup: [['fill', 1, 0, -1, 6, 1, 1, 'stone'], ['fill', 1, 0, 0, 5, 1, 0, 'air'], ...(under ? [['setblock', 3, -1, 0, under]] : []), ['setblock', 3, 0, 0, block, properties]],
  async run (t) {
    await t.setup('setblock', 1, 0, 0, 'water')
    await t.tick(40)
    return [t.name(3, 0, 0), t.name(4, 0, 0)]
  },
  expect
})

module.exports = [
  washes('torch', {}, ['water', { torch: 1 }], 'flowing water washes torches away; they drop', WATER),
  washes('poppy', {}, ['water', { poppy: 1 }], 'flowing water washes flowers away; they drop', WATER),
  washes('oak_sapling', {}, ['water', { oak_sapling: 1 }], 'flowing water washes saplings away; they drop', WATER),
  washes('redstone_wire', {}, ['water', { redstone: 1 }], 'flowing water washes redstone dust away; it drops', 'Minecraft Wiki, "Redstone Dust"'),
  washes('white_carpet', {}, ['water', { white_carpet: 1 }], 'flowing water washes carpets away; they drop', 'Minecraft Wiki, "Carpet"'),
  washes('wheat', { age: 7 }, ['water', { wheat: 1, wheat_seeds: { min: 1, max: 4 } }], 'flowing water washes crops away; they drop', 'Minecraft Wiki, "Wheat Seeds"', 'farmland'),
  washes('snow', { layers: 1 }, ['water', {}], 'flowing water washes snow away; nothing drops', 'Minecraft Wiki, "Snow"'),
  stops('rail', {}, ['rail', 'air'], 'rails can be waterlogged since 1.17: flowing water neither breaks nor enters them', 'Minecraft Wiki, "Rail"'),
  stops('oak_door', { half: 'lower' }, ['oak_door', 'air'], 'water does not flow through doors', 'Minecraft Wiki, "Door"'),
  stops('ladder', { facing: 'south' }, ['ladder', 'air'], 'water does not flow through ladders', 'Minecraft Wiki, "Ladder"'),
  stops('oak_pressure_plate', {}, ['oak_pressure_plate', 'air'], 'water does not wash pressure plates away', 'Minecraft Wiki, "Pressure Plate"'),
  stops('oak_slab', { type: 'bottom' }, ['oak_slab', 'air'], 'flowing water does not enter slabs: only sources waterlog', 'Minecraft Wiki, "Waterlogging"'),
  {
    name: 'lava takes torches without a drop',
    vanilla: 'what lava flows over is destroyed and drops nothing',
    source: LAVA,
    setup: [['tp', 0.5, 0, -6.5], ['setblock', 2, 0, 3, 'torch']],
    async run (t) {
      await t.setup('setblock', 1, 0, 3, 'lava')
      await t.tick(40)
      return [t.name(2, 0, 3), t.dropped()]
    },
    expect: ['lava', {}]
  },
  {
    name: 'items in lava',
    vanilla: 'items that fall into lava are destroyed; netherite is not',
    source: 'Minecraft Wiki, "Item (entity)"',
    setup: [['fill', -1, -1, -6, 1, -1, -2, 'lava'], ['give', 'dirt', 3], ['give', 'netherite_ingot']],
    async run (t) {
      await t.look(0, -0.3)
      for (const item of ['dirt', 'netherite_ingot']) {
        await t.hold(item)
        t.bot._client.write('block_dig', { status: 3, location: t.at(0, 0, 0), face: 0, sequence: 1 })
        await t.tick(2)
      }
      await t.tick(60)
      return [t.dropped(), t.has('dirt')]
    },
    expect: [{ netherite_ingot: 1 }, 0]
  },
  {
    name: 'items at a cactus',
    vanilla: 'items that touch a cactus are destroyed',
    source: 'Minecraft Wiki, "Cactus"',
    setup: [['setblock', 0, -1, -2, 'sand'], ['setblock', 0, 0, -2, 'cactus'], ['give', 'dirt', 3]],
    async run (t) {
      await t.look(0, -0.6)
      await t.hold('dirt')
      t.bot._client.write('block_dig', { status: 3, location: t.at(0, 0, 0), face: 0, sequence: 1 })
      await t.tick(50)
      return [t.dropped(), t.has('dirt')]
    },
    expect: [{}, 0]
  },
  {
    name: 'water carries items',
    vanilla: 'flowing water carries items downstream',
    source: 'Minecraft Wiki, "Item (entity)"',
    setup: [['fill', -2, 0, -4, 8, 1, -2, 'glass'], ['fill', -1, 0, -3, 7, 1, -3, 'air'], ['give', 'dirt', 1]],
    async run (t) {
      await t.setup('setblock', -1, 0, -3, 'water')
      await t.tick(45)
      await t.look(0, -0.4)
      await t.hold('dirt')
      await t.stand(0.5, 0, 0.5)
      await t.setup('tp', 0.5, 2, -2)
      await t.tick(2)
      await t.look(0, -1.2)
      t.bot._client.write('block_dig', { status: 3, location: t.at(0, 0, 0), face: 0, sequence: 1 })
      await t.tick(2)
      await t.stand(-6.5, 0, 4.5)
      await t.tick(120)
      return t.lying().map(({ name, at }) => [name, at[0]])
    },
    expect: [['dirt', { min: 5.5, max: 8 }]]
  },
  {
    name: 'water carries players',
    vanilla: 'flowing water pushes players downstream',
    source: WATER,
    setup: [['fill', -2, 0, -1, 8, 2, 1, 'glass'], ['fill', -1, 0, 0, 7, 2, 0, 'air'], ['tp', 1.5, 0, 0.5]],
    async run (t) {
      await t.setup('setblock', -1, 0, 0, 'water')
      await t.tick(120)
      return t.position[0]
    },
    expect: { min: 4, max: 8 }
  }
]

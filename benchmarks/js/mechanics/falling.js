'use strict'
/** Sand, gravel, concrete powder and anvils: when they fall, how fast, and what becomes of them. */

const FALLING = 'Minecraft Wiki, "Falling Block"'
const POWDER = 'Minecraft Wiki, "Concrete Powder"'

const inTheAir = block => ({
  name: `${block} falls`,
  vanilla: `${block} with nothing under it falls and lies as a block where it lands`,
  source: FALLING,
  async run (t) {
    await t.setup('setblock', 0, 4, -3, block)
    await t.tick(40)
    return [t.name(0, 4, -3), t.name(0, 0, -3), t.name(0, 1, -3), t.dropped()]
  },
  expect: ['air', block, 'air', {}]
})

const landsOn = (block, properties, expect, vanilla, source = FALLING, under) => ({
  name: ['sand falls on', ...Object.values(properties), block].join(' '),
  vanilla,
  source,
  setup: [...(under ? [['setblock', 0, -1, -3, under]] : []), ['setblock', 0, 0, -3, block, properties]],
  async run (t) {
    await t.setup('setblock', 0, 4, -3, 'sand')
    await t.tick(60)
    return [t.name(0, 0, -3), t.name(0, 1, -3), t.dropped()]
  },
  expect
})

/** The ticks from a change until `done`; a foreign clock is not that fine. */
async function ticksUntil (t, done, limit) {
  for (let n = 1; n <= limit; n++) {
    await t.tick()
    if (done()) return n
  }
  return null
}

const fallsFor = (blocks, ticks) => ({
  name: `how fast sand falls ${blocks} blocks`,
  vanilla: `sand begins to fall 2 ticks after a change, with gravity 0.04 and drag 0.98 a tick: ${blocks} blocks are done in its ${ticks - 1}th tick of falling`,
  source: `${FALLING}; Minecraft Wiki, "Entity" (Motion of entities)`,
  setup: [['fill', 0, 0, -3, 0, 11, -3, 'glass'], ['setblock', 0, blocks, -3, 'sand'], ['tp', 0.5, 0, 2.5]],
  async run (t) {
    if (blocks > 1) await t.setup('fill', 0, 0, -3, 0, blocks - 2, -3, 'air')
    await t.tick(5)
    await t.setup('setblock', 0, blocks - 1, -3, 'air')
    const begun = await ticksUntil(t, () => t.name(0, blocks, -3) === 'air', 10)
    const landed = await ticksUntil(t, () => t.name(0, 0, -3) === 'sand', 80)
    return [begun, begun + landed]
  },
  expect: [{ min: 2, max: 4 }, { min: ticks, max: ticks + 4 }]
})

module.exports = [
  ...['sand', 'red_sand', 'gravel', 'white_concrete_powder', 'anvil'].map(inTheAir),
  fallsFor(1, 8),
  fallsFor(3, 13),
  fallsFor(10, 25),
  landsOn('torch', {}, ['torch', 'air', { sand: 1 }], 'sand that lands on a torch becomes an item'),
  landsOn('oak_slab', { type: 'bottom' }, ['oak_slab', 'air', { sand: 1 }], 'sand that lands on a bottom slab becomes an item'),
  landsOn('oak_slab', { type: 'top' }, ['oak_slab', 'sand', {}], 'sand lies on a top slab'),
  landsOn('soul_sand', {}, ['soul_sand', 'air', { sand: 1 }], 'sand that lands on a block of less than full height becomes an item', 'Minecraft Wiki, "Falling Block"; soul sand is 14/16 high'),
  landsOn('poppy', {}, ['poppy', 'air', { sand: 1 }], 'sand that lands on a flower becomes an item'),
  landsOn('grass', {}, ['sand', 'air', {}], 'sand takes the place of grass: it is replaceable'),
  landsOn('snow', { layers: 1 }, ['sand', 'air', {}], 'sand takes the place of one layer of snow'),
  landsOn('snow', { layers: 4 }, ['snow', 'air', { sand: 1 }], 'sand that lands on more layers of snow becomes an item'),
  landsOn('oak_fence', {}, ['oak_fence', 'sand', {}], 'sand lies on a fence'),
  {
    name: 'a column falls',
    vanilla: 'all sand of a column comes down when its support is dug, one on the other',
    source: FALLING,
    setup: [['setblock', 0, 0, -2, 'dirt'], ['fill', 0, 1, -2, 0, 4, -2, 'sand']],
    async run (t) {
      await t.dig(0, 0, -2)
      await t.tick(30)
      return [0, 1, 2, 3, 4].map(y => t.name(0, y, -2))
    },
    expect: ['sand', 'sand', 'sand', 'sand', 'air']
  },
  {
    name: 'dug gravel makes room for the next',
    vanilla: 'when the lowest gravel is dug, the gravel above takes its place',
    source: FALLING,
    setup: [['fill', 0, 0, -2, 0, 1, -2, 'gravel'], ['give', 'diamond_shovel']],
    async run (t) {
      await t.hold('diamond_shovel')
      await t.dig(0, 0, -2)
      await t.tick(15)
      return [t.name(0, 0, -2), t.name(0, 1, -2)]
    },
    expect: ['gravel', 'air']
  },
  {
    name: 'what is placed falls',
    vanilla: 'sand placed against a side over air falls',
    source: FALLING,
    setup: [['setblock', 0, 2, -2, 'stone'], ['give', 'sand']],
    async run (t) {
      await t.hold('sand')
      await t.put(0, 2, -2, 4)
      await t.tick(25)
      return [t.name(-1, 2, -2), t.name(-1, 0, -2), t.has('sand')]
    },
    expect: ['air', 'sand', 0]
  },
  {
    name: 'what rests stays',
    vanilla: 'sand beside air does not slide: it falls straight down only',
    source: FALLING,
    setup: [['setblock', 0, 0, -3, 'stone'], ['setblock', 0, 1, -3, 'sand']],
    async run (t) {
      await t.setup('setblock', 1, 1, -3, 'dirt')
      await t.setup('setblock', 1, 1, -3, 'air')
      await t.tick(20)
      return t.name(0, 1, -3)
    },
    expect: 'sand'
  },
  {
    name: 'it falls as an entity',
    vanilla: 'while it falls there is an entity falling_block and no block',
    source: FALLING,
    async run (t) {
      await t.setup('setblock', 0, 9, -3, 'sand')
      await t.tick(10)
      const kinds = t.entities('falling_block').length
      const blocks = Array.from({ length: 10 }, (_, y) => t.name(0, y, -3)).filter(name => name === 'sand').length
      await t.tick(40)
      return [kinds, blocks, t.entities('falling_block').length, t.name(0, 0, -3)]
    },
    expect: [1, 0, 0, 'sand']
  },
  {
    name: 'sand in water',
    vanilla: 'sand falls through water and takes the place of the lowest',
    source: FALLING,
    setup: [['fill', -1, 0, -4, 1, 2, -2, 'glass'], ['fill', 0, 0, -3, 0, 2, -3, 'water']],
    async run (t) {
      await t.setup('setblock', 0, 5, -3, 'sand')
      await t.tick(50)
      return [0, 1, 2].map(y => t.name(0, y, -3))
    },
    expect: ['sand', 'water', 'water']
  },
  {
    name: 'sand dams a flow',
    vanilla: 'sand that fell into flowing water stops it',
    source: FALLING,
    setup: [['fill', 0, 0, -4, 8, 0, -2, 'stone'], ['fill', 1, 0, -3, 7, 0, -3, 'air'], ['setblock', 1, 0, -3, 'water']],
    async run (t) {
      await t.tick(40)
      const before = t.name(6, 0, -3)
      await t.setup('setblock', 3, 3, -3, 'sand')
      await t.tick(80)
      return [before, t.name(3, 0, -3), t.name(4, 0, -3), t.name(6, 0, -3)]
    },
    expect: ['water', 'sand', 'air', 'air']
  },
  {
    name: 'concrete powder beside water',
    vanilla: 'concrete powder beside water becomes concrete at once',
    source: POWDER,
    setup: [['setblock', 0, -1, -3, 'water'], ['setblock', 3, -1, -3, 'stone']],
    async run (t) {
      await t.setup('setblock', 1, -1, -3, 'red_concrete_powder')
      await t.setup('setblock', 3, 0, -3, 'lime_concrete_powder')
      await t.tick(5)
      return [t.name(1, -1, -3), t.name(3, 0, -3)]
    },
    expect: ['red_concrete', 'lime_concrete_powder']
  },
  {
    name: 'concrete powder falls into water',
    vanilla: 'concrete powder that falls into water becomes concrete where it meets it',
    source: POWDER,
    setup: [['fill', -1, 0, -4, 1, 1, -2, 'glass'], ['fill', 0, 0, -3, 0, 1, -3, 'water']],
    async run (t) {
      await t.setup('setblock', 0, 4, -3, 'blue_concrete_powder')
      await t.tick(40)
      return [0, 1, 2].map(y => t.name(0, y, -3))
    },
    expect: ['water', 'blue_concrete', 'air']
  },
  {
    name: 'concrete powder that water reaches',
    vanilla: 'flowing water hardens concrete powder that it reaches',
    source: POWDER,
    setup: [['setblock', 3, 0, -3, 'green_concrete_powder']],
    async run (t) {
      await t.setup('setblock', 0, 0, -3, 'water')
      await t.tick(20)
      return t.name(3, 0, -3)
    },
    expect: 'green_concrete'
  },
  {
    name: 'water under concrete powder',
    vanilla: 'water below does not harden concrete powder that rests; that to its sides and above does',
    source: POWDER,
    setup: [['setblock', 0, -1, -3, 'oak_slab', { type: 'top', waterlogged: true }], ['setblock', 4, 0, -3, 'glass']],
    async run (t) {
      await t.setup('setblock', 0, 0, -3, 'pink_concrete_powder')
      await t.tick(4)
      return t.name(0, 0, -3)
    },
    expect: 'pink_concrete_powder'
  }
]

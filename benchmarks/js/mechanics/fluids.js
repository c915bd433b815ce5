'use strict'
/** Water and lava: how far, how fast and where they flow, what they turn each other into. */

const { levels, row, arrivals } = require('../levels')

const WATER = 'Minecraft Wiki, "Water"'
const LAVA = 'Minecraft Wiki, "Lava"'
const FLUID = 'Minecraft Wiki, "Fluid"'

module.exports = [
  {
    name: 'how far water flows',
    vanilla: 'a source spreads 7 blocks on level ground: levels 1 to 7',
    source: WATER,
    async run (t) {
      await t.setup('setblock', 2, 0, 2, 'water')
      await t.tick(60)
      return [levels(t, row(2, 10, 0, 2)), levels(t, [[2, 0, -5], [2, 0, 9], [-5, 0, 2], [5, 0, 5], [6, 0, 6]])]
    },
    expect: [[0, 1, 2, 3, 4, 5, 6, 7, 'air'], [7, 7, 7, 6, 'air']]
  },
  {
    name: 'how fast water flows',
    vanilla: 'water goes one block every 5 ticks',
    source: WATER,
    async run (t) {
      await t.setup('setblock', 0, 0, 3, 'water')
      return await arrivals(t, row(1, 7, 0, 3), 'water', 5, 40)
    },
    expect: [5, 10, 15, 20, 25, 30, 35]
  },
  {
    name: 'how far lava flows',
    vanilla: 'in the Overworld a source of lava spreads 3 blocks on level ground: levels 2, 4 and 6',
    source: LAVA,
    setup: [['tp', 0.5, 0, -6.5]],
    async run (t) {
      await t.setup('setblock', 0, 0, 3, 'lava')
      await t.tick(150)
      return levels(t, [...row(0, 4, 0, 3), [0, 0, 0], [0, 0, 6], [2, 0, 5]])
    },
    expect: [0, 2, 4, 6, 'air', 6, 6, 'air']
  },
  {
    name: 'how fast lava flows',
    vanilla: 'in the Overworld lava goes one block every 30 ticks',
    source: LAVA,
    setup: [['tp', 0.5, 0, -6.5]],
    async run (t) {
      await t.setup('setblock', 0, 0, 3, 'lava')
      return await arrivals(t, row(1, 3, 0, 3), 'lava', 30, 95)
    },
    expect: [30, 60, 90]
  },
  {
    name: 'falling water',
    vanilla: 'water falls one block every 5 ticks, as level 8, and spreads 7 blocks where it lands',
    source: FLUID,
    setup: [['fill', 0, 3, 3, 2, 3, 5, 'stone'], ['setblock', 1, 3, 4, 'air'], ['tp', 0.5, 0, -6.5]],
    async run (t) {
      await t.setup('setblock', 1, 3, 4, 'water')
      const falls = await arrivals(t, [[1, 2, 4], [1, 1, 4], [1, 0, 4]], 'water', 5, 16)
      await t.tick(50)
      return [falls, levels(t, [[1, 2, 4], [1, 0, 4], [2, 0, 4], [8, 0, 4], [9, 0, 4], [2, 1, 4]])]
    },
    expect: [[5, 10, 15], [8, 8, 1, 7, 'air', 'air']]
  },
  {
    name: 'falling lava',
    vanilla: 'lava falls as level 8 and spreads 3 blocks where it lands',
    source: LAVA,
    setup: [['fill', 0, 2, 3, 2, 2, 5, 'stone'], ['setblock', 1, 2, 4, 'air'], ['tp', 0.5, 0, -6.5]],
    async run (t) {
      await t.setup('setblock', 1, 2, 4, 'lava')
      const falls = await arrivals(t, [[1, 1, 4], [1, 0, 4]], 'lava', 30, 65)
      await t.tick(110)
      return [falls, levels(t, [[1, 1, 4], [1, 0, 4], [2, 0, 4], [4, 0, 4], [5, 0, 4]])]
    },
    expect: [[30, 60], [8, 8, 2, 6, 'air']]
  },
  {
    name: 'water looks for a way down',
    vanilla: 'water flows only towards a hole whose way from the block beside it is 4 blocks or shorter',
    source: `${FLUID} (Flow)`,
    setup: [['setblock', 5, -1, 4, 'air']],
    async run (t) {
      await t.setup('setblock', 0, 0, 4, 'water')
      await t.tick(60)
      return levels(t, [...row(1, 6, 0, 4), [5, -1, 4], [-1, 0, 4], [0, 0, 3], [0, 0, 5]])
    },
    expect: [1, 2, 3, 4, 5, 'air', 8, 'air', 'air', 'air']
  },
  {
    name: 'a hole too far for water',
    vanilla: 'a hole that is farther than 4 blocks from the block beside draws no water: it flows to all sides',
    source: `${FLUID} (Flow)`,
    setup: [['setblock', 6, -1, 4, 'air']],
    async run (t) {
      await t.setup('setblock', 0, 0, 4, 'water')
      await t.tick(6)
      return levels(t, [[1, 0, 4], [-1, 0, 4], [0, 0, 3], [0, 0, 5]])
    },
    expect: [1, 1, 1, 1]
  },
  {
    name: 'two holes equally near',
    vanilla: 'where two ways down are equally short, water takes both',
    source: `${FLUID} (Flow)`,
    setup: [['setblock', 3, -1, 4, 'air'], ['setblock', -3, -1, 4, 'air'], ['setblock', 0, -1, 8, 'air']],
    async run (t) {
      await t.setup('setblock', 0, 0, 4, 'water')
      await t.tick(40)
      return levels(t, [[3, 0, 4], [-3, 0, 4], [0, 0, 5], [0, 0, 3]])
    },
    expect: [3, 3, 'air', 'air']
  },
  {
    name: 'the way down goes round corners',
    vanilla: 'the shortest way to a hole may have corners',
    source: `${FLUID} (Flow)`,
    setup: [['fill', 1, 0, 4, 1, 0, 5, 'stone'], ['setblock', 2, -1, 4, 'air']],
    async run (t) {
      await t.setup('setblock', 0, 0, 4, 'water')
      await t.tick(60)
      return levels(t, [[0, 0, 3], [1, 0, 3], [2, 0, 3], [2, 0, 4], [2, -1, 4], [-1, 0, 4], [0, 0, 5], [0, 0, 2]])
    },
    expect: [1, 2, 3, 4, 8, 'air', 'air', 'air']
  },
  {
    name: 'lava looks for a way down',
    vanilla: 'in the Overworld lava sees a hole 2 blocks from the block beside it, not one at 3',
    source: LAVA,
    setup: [['tp', 0.5, 0, -6.5], ['setblock', 3, -1, 0, 'air'], ['setblock', 4, -1, 8, 'air']],
    async run (t) {
      await t.setup('setblock', 0, 0, 0, 'lava')
      await t.setup('setblock', 0, 0, 8, 'lava')
      await t.tick(32)
      return [levels(t, [[1, 0, 0], [-1, 0, 0], [0, 0, 1]]), levels(t, [[1, 0, 8], [-1, 0, 8], [0, 0, 9]])]
    },
    expect: [[2, 'air', 'air'], [2, 2, 2]]
  },
  {
    name: 'water makes sources',
    vanilla: 'flowing water between two sources on solid ground becomes a source',
    source: `${WATER} (Infinite water sources)`,
    setup: [['setblock', -1, 0, 4, 'water'], ['setblock', 1, 0, 4, 'water']],
    async run (t) {
      await t.tick(15)
      return levels(t, [[0, 0, 4]])
    },
    expect: [0]
  },
  {
    name: 'no source over a hole',
    vanilla: 'between two sources over air water falls, and is no source',
    source: `${WATER} (Infinite water sources)`,
    setup: [['fill', -2, 1, 3, 2, 1, 5, 'glass'], ['fill', -1, 1, 4, 1, 1, 4, 'air'], ['fill', -1, 0, 4, 1, 0, 4, 'glass'], ['setblock', 0, 0, 4, 'air']],
    async run (t) {
      await t.setup('setblock', -1, 1, 4, 'water')
      await t.setup('setblock', 1, 1, 4, 'water')
      await t.tick(30)
      return levels(t, [[0, 1, 4], [0, 0, 4]])
    },
    expect: [1, 8]
  },
  {
    name: 'lava makes no sources',
    vanilla: 'between two sources lava stays flowing',
    source: `${LAVA} (lavaSourceConversion is off)`,
    setup: [['tp', 0.5, 0, -6.5], ['setblock', -1, 0, 4, 'lava'], ['setblock', 1, 0, 4, 'lava']],
    async run (t) {
      await t.tick(70)
      return levels(t, [[0, 0, 4]])
    },
    expect: [2]
  },
  {
    name: 'water recedes',
    vanilla: 'when its source is gone, flowing water dries up entirely',
    source: WATER,
    async run (t) {
      await t.setup('setblock', 0, 0, 3, 'water')
      await t.tick(45)
      const full = levels(t, [[7, 0, 3]])
      await t.setup('setblock', 0, 0, 3, 'air')
      await t.tick(6)
      const soon = levels(t, [[1, 0, 3]])
      await t.tick(140)
      const left = row(-8, 8).flatMap(([x]) => row(-5, 11).map(([z]) => t.name(x, 0, z))).filter(name => name !== 'air').length
      return [full, soon, left]
    },
    expect: [[7], [3], 0]
  },
  {
    name: 'lava recedes',
    vanilla: 'when its source is gone, flowing lava dries up entirely',
    source: LAVA,
    setup: [['tp', 0.5, 0, -6.5]],
    async run (t) {
      await t.setup('setblock', 0, 0, 3, 'lava')
      await t.tick(100)
      const full = levels(t, [[3, 0, 3]])
      await t.setup('setblock', 0, 0, 3, 'air')
      await t.tick(400)
      return [full, levels(t, row(0, 4, 0, 3))]
    },
    expect: [[6], ['air', 'air', 'air', 'air', 'air']]
  },
  {
    name: 'still water stands',
    vanilla: 'a source in a basin stays as it is',
    source: WATER,
    setup: [['setblock', 0, -1, 3, 'water']],
    async run (t) {
      await t.tick(30)
      return levels(t, [[0, -1, 3], [1, 0, 3], [0, 0, 3]])
    },
    expect: [0, 'air', 'air']
  },
  {
    name: 'water flows out of waterlogged blocks',
    vanilla: 'a waterlogged block is a source: water flows out of its open sides, not through its whole ones',
    source: 'Minecraft Wiki, "Waterlogging"',
    async run (t) {
      await t.setup('setblock', 0, 0, 4, 'oak_stairs', { facing: 'north', waterlogged: true }) // whole to the north
      await t.tick(8)
      return levels(t, [[0, 0, 3], [0, 0, 5], [1, 0, 4], [-1, 0, 4]])
    },
    expect: ['air', 1, 1, 1]
  },
  {
    name: 'a dug block lets water in',
    vanilla: 'water beside a block flows where the block was, 5 ticks after it is gone',
    source: FLUID,
    setup: [['fill', 0, 0, -4, 2, 0, -2, 'dirt'], ['setblock', 1, 0, -3, 'water'], ['tp', 1.5, 0, 0.5]],
    async run (t) {
      await t.tick(10)
      const before = t.name(1, 0, -1)
      await t.dig(1, 0, -2)
      await t.tick(6)
      return [before, levels(t, [[1, 0, -2]])]
    },
    expect: ['air', [1]]
  },
  {
    name: 'water on a source of lava',
    vanilla: 'a source of lava that water touches becomes obsidian',
    source: 'Minecraft Wiki, "Obsidian"',
    setup: [['setblock', 3, -1, 3, 'lava']],
    async run (t) {
      await t.setup('setblock', 1, 0, 3, 'water')
      await t.tick(20)
      return t.name(3, -1, 3)
    },
    expect: 'obsidian'
  },
  {
    name: 'water beside flowing lava',
    vanilla: 'flowing lava that water touches becomes cobblestone',
    source: 'Minecraft Wiki, "Cobblestone"',
    setup: [['tp', 0.5, 0, -6.5], ['fill', -3, 0, 3, 4, 0, 5, 'stone'], ['fill', -2, 0, 4, 3, 0, 4, 'air'], ['setblock', -2, 0, 4, 'lava']],
    async run (t) {
      await t.tick(70)
      const flowing = t.name(-1, 0, 4)
      await t.setup('setblock', 3, 0, 4, 'water')
      await t.tick(30)
      return [flowing, t.name(0, 0, 4), t.name(-2, 0, 4)]
    },
    expect: ['lava', 'cobblestone', 'lava']
  },
  {
    name: 'lava falls on water',
    vanilla: 'lava that flows down onto water makes stone of the water',
    source: 'Minecraft Wiki, "Stone"',
    setup: [['tp', 0.5, 0, -6.5], ['setblock', 2, -1, 3, 'water'], ['fill', 1, 2, 2, 3, 2, 4, 'glass'], ['setblock', 2, 2, 3, 'lava']],
    async run (t) {
      await t.tick(100)
      return [t.name(2, -1, 3), t.name(2, 0, 3)]
    },
    expect: ['stone', 'lava']
  },
  {
    name: 'water under lava',
    vanilla: 'water below lava does not harden it before the lava flows down',
    source: LAVA,
    setup: [['tp', 0.5, 0, -6.5], ['setblock', 2, -1, 3, 'water'], ['fill', 1, 0, 2, 3, 0, 4, 'glass']],
    async run (t) {
      await t.setup('setblock', 2, 0, 3, 'lava')
      await t.tick(20)
      const soon = [t.name(2, 0, 3), t.name(2, -1, 3)]
      await t.tick(20)
      return [soon, [t.name(2, 0, 3), t.name(2, -1, 3)]]
    },
    expect: [['lava', 'water'], ['lava', 'stone']]
  }
]

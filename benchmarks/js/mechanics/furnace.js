'use strict'
/** Furnaces: what smelts, what burns, how long, what it gives. Slots: 0 input, 1 fuel, 2 result; 3-29 main, 30-38 hotbar. */

const FURNACE = 'Minecraft Wiki, "Furnace"'
const SMELTING = 'Minecraft Wiki, "Smelting"'

/** Put things into a furnace of one's own, and close it. */
async function fill (t, input, fuel, at = [0, 0, -2]) {
  await t.stock([[36, ...input], ...(fuel ? [[37, ...fuel]] : [])])
  await t.open(...at)
  await t.click(30)
  await t.click(0)
  if (fuel) {
    await t.click(31)
    await t.click(1)
  }
}

const smelts = (input, result) => ({
  name: `${input} becomes ${result}`,
  vanilla: `${input} smelts to ${result} in 10 s`,
  source: `${SMELTING} (Recipes)`,
  setup: [['setblock', 0, 0, -2, 'furnace']],
  async run (t) {
    await fill(t, [input, 1], ['coal', 1])
    await t.tick(t.lockstep ? 195 : 180)
    const early = t.slot(2)
    await t.tick(t.lockstep ? 10 : 40)
    return [early, t.slot(2), t.slot(0)]
  },
  expect: [null, [result, 1], null]
})

const burns = (name, items, vanilla) => ({
  name: `${name} smelts ${items}`,
  vanilla,
  source: `${SMELTING} (Fuel)`,
  setup: [['setblock', 0, 0, -2, 'furnace']],
  async run (t) {
    await fill(t, ['cobblestone', 64], [name, 1])
    await t.tick(Math.ceil(items) * 200 + 20)
    const done = t.slot(2)?.[1] ?? 0
    await t.tick(220)
    return [done, t.slot(2)?.[1] ?? 0, t.props(0, 0, -2).lit]
  },
  expect: [Math.floor(items), Math.floor(items), false]
})

module.exports = [
  smelts('raw_iron', 'iron_ingot'),
  smelts('iron_ore', 'iron_ingot'),
  smelts('raw_gold', 'gold_ingot'),
  smelts('raw_copper', 'copper_ingot'),
  smelts('sand', 'glass'),
  smelts('cobblestone', 'stone'),
  smelts('stone', 'smooth_stone'),
  smelts('clay_ball', 'brick'),
  smelts('oak_log', 'charcoal'),
  smelts('beef', 'cooked_beef'),
  smelts('potato', 'baked_potato'),
  smelts('cactus', 'green_dye'),
  smelts('kelp', 'dried_kelp'),
  burns('coal', 8, 'a piece of coal smelts 8 items'),
  burns('oak_planks', 1.5, 'planks smelt 1.5 items'),
  burns('stick', 0.5, 'a stick smelts half an item'),
  burns('oak_log', 1.5, 'a log smelts 1.5 items'),
  {
    name: 'it smelts while nobody looks',
    vanilla: 'a furnace goes on when its window is closed; it is lit while it burns, and its fuel is used up first',
    source: FURNACE,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      await fill(t, ['raw_iron', 3], ['coal', 2])
      await t.close()
      await t.tick(100)
      const lit = t.props(0, 0, -2).lit
      await t.tick(520)
      await t.open(0, 0, -2)
      return [lit, t.slot(0), t.slot(1), t.slot(2)]
    },
    expect: [true, null, ['coal', 1], ['iron_ingot', 3]]
  },
  {
    name: 'the bars',
    vanilla: 'a furnace tells how far it is: coal burns 80 s, an item takes 10 s',
    source: `${FURNACE}; "Java Edition protocol/Packets" (Set Container Property)`,
    setup: [['setblock', 0, 0, -2, 'furnace'], ['give', 'raw_iron', 1], ['give', 'coal', 1]],
    async run (t) {
      const { bot } = t
      const furnace = await t.during(bot.openFurnace(t.block(0, 0, -2)))
      const id = name => bot.registry.itemsByName[name].id
      await t.during(furnace.putFuel(id('coal'), null, 1))
      await t.during(furnace.putInput(id('raw_iron'), null, 1))
      await t.tick(100)
      return { total: furnace.totalFuel, item: furnace.totalProgress, progress: furnace.progress, fuel: furnace.fuel }
    },
    expect: { total: 1600, item: 200, progress: { min: 0.45, max: 0.55 }, fuel: { min: 0.92, max: 0.95 } }
  },
  {
    name: 'without fuel',
    vanilla: 'nothing smelts without fuel, and nothing burns without something to smelt',
    source: FURNACE,
    setup: [['setblock', 0, 0, -2, 'furnace'], ['setblock', 2, 0, -2, 'furnace']],
    async run (t) {
      await fill(t, ['raw_iron', 3])
      await t.tick(220)
      const raw = [t.slot(0), t.slot(2)]
      await t.close()
      await t.stock([[37, 'coal', 1]])
      await t.open(2, 0, -2)
      await t.click(31)
      await t.click(1)
      await t.tick(50)
      return [...raw, t.slot(1), t.props(2, 0, -2).lit]
    },
    expect: [['raw_iron', 3], null, ['coal', 1], false]
  },
  {
    name: 'progress falls back without fire',
    vanilla: 'when the fuel ends in the middle, progress falls back by 2 a tick',
    source: FURNACE,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      const bars = {}
      const note = ({ property, value }) => { bars[property] = value }
      t.bot._client.on('craft_progress_bar', note)
      await fill(t, ['raw_iron', 1], ['stick', 1]) // 100 ticks
      await t.until(() => bars[0] > 0, 20)
      await t.until(() => bars[0] === 0, 200)
      const half = bars[2]
      await t.tick(t.lockstep ? 10 : 20)
      const less = bars[2]
      await t.tick(60)
      t.bot._client.removeListener('craft_progress_bar', note)
      return [half, less < half - 10, bars[2], t.slot(2)]
    },
    expect: [{ min: 95, max: 101 }, true, 0, null]
  },
  {
    name: 'another input begins anew',
    vanilla: 'when the input is taken out or replaced, progress begins anew',
    source: FURNACE,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      await fill(t, ['raw_iron', 2], ['coal', 1])
      await t.tick(150)
      await t.click(0)
      await t.tick(2)
      await t.click(0)
      await t.tick(150)
      const early = t.slot(2)
      await t.tick(60)
      return [early, t.slot(2)]
    },
    expect: [null, ['iron_ingot', 1]]
  },
  {
    name: 'a full result stops it',
    vanilla: 'a furnace stops at a full stack, and at a result of another kind',
    source: FURNACE,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      await fill(t, ['sand', 2], ['coal', 1])
      await t.tick(420)
      const glass = t.slot(2)
      await t.stock([[36, 'raw_iron', 1]])
      await t.click(30)
      await t.click(0)
      await t.tick(230)
      return [glass, t.slot(2), t.slot(0)]
    },
    expect: [['glass', 2], ['glass', 2], ['raw_iron', 1]]
  },
  {
    name: 'the slots take what belongs there',
    vanilla: 'the fuel slot takes fuel alone, the result slot nothing; a shift-click finds the right one',
    source: FURNACE,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      await t.stock([[9, 'dirt', 3], [10, 'raw_iron', 4], [11, 'coal', 5], [12, 'oak_log', 6]])
      await t.open(0, 0, -2)
      await t.rawClick(3, 0, 0)
      await t.rawClick(1, 0, 0)
      await t.rawClick(2, 0, 0)
      const cursor = t.seen().cursor
      await t.rawClick(3, 0, 0)
      await t.rawClick(4, 0, 1)
      await t.rawClick(5, 0, 1)
      await t.rawClick(3, 0, 1)
      return [cursor, t.slot(0), t.slot(1), t.slot(2), t.slot(3), t.slot(30)]
    },
    expect: [['dirt', 3], ['raw_iron', 4], ['coal', 4], null, null, ['dirt', 3]]
  },
  {
    name: 'lava leaves its bucket',
    vanilla: 'a bucket of lava burns 1,000 s and leaves the bucket',
    source: `${SMELTING} (Fuel)`,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      const totals = []
      const note = ({ property, value }) => { if (property === 1 && value) totals.push(value) }
      t.bot._client.on('craft_progress_bar', note)
      await fill(t, ['sand', 1], ['lava_bucket', 1])
      await t.tick(10)
      t.bot._client.removeListener('craft_progress_bar', note)
      return [t.slot(1), totals.at(-1)]
    },
    expect: [['bucket', 1], 20000]
  },
  {
    name: 'experience of smelting',
    vanilla: 'ten iron ingots give 7 points when they are taken out',
    source: `${SMELTING} (Recipes): 0.7 each`,
    setup: [['setblock', 0, 0, -2, 'furnace']],
    async run (t) {
      await fill(t, ['raw_iron', 10], ['coal', 2])
      await t.tick(2030)
      const before = t.bot.experience.points
      await t.rawClick(2, 0, 1)
      await t.close()
      await t.tick(60)
      return [before, t.bot.experience.points, t.has('iron_ingot')]
    },
    expect: [0, 7, 10]
  },
  {
    name: 'a broken furnace',
    vanilla: 'a furnace broken by pickaxe drops itself and what was in it',
    source: FURNACE,
    setup: [['setblock', 0, 0, -3, 'furnace'], ['item', 44, 'wooden_pickaxe', 1]],
    async run (t) {
      await fill(t, ['dirt', 3], ['stick', 5], [0, 0, -3])
      await t.close()
      await t.hold('wooden_pickaxe')
      await t.dig(0, 0, -3)
      await t.tick(10)
      return t.dropped()
    },
    expect: { furnace: 1, dirt: 3, stick: 5 }
  },
  {
    name: 'a smoker',
    vanilla: 'a smoker cooks food in 5 s and nothing else; its fuel lasts half as long',
    source: 'Minecraft Wiki, "Smoker"',
    setup: [['setblock', 0, 0, -2, 'smoker']],
    async run (t) {
      await fill(t, ['beef', 20], ['coal', 1])
      await t.tick(110)
      const one = t.slot(2)
      await t.tick(900)
      return [t.bot.currentWindow.type, one, t.slot(2)]
    },
    expect: ['minecraft:smoker', ['cooked_beef', 1], ['cooked_beef', 8]]
  },
  {
    name: 'a blast furnace',
    vanilla: 'a blast furnace smelts ores in 5 s, but no sand',
    source: 'Minecraft Wiki, "Blast Furnace"',
    setup: [['setblock', 0, 0, -2, 'blast_furnace'], ['setblock', 2, 0, -2, 'blast_furnace']],
    async run (t) {
      await fill(t, ['raw_iron', 1], ['coal', 1])
      await t.tick(110)
      const one = t.slot(2)
      await t.close()
      await fill(t, ['sand', 1], ['coal', 1], [2, 0, -2])
      await t.tick(110)
      return [one, t.slot(2)]
    },
    expect: [['iron_ingot', 1], null]
  }
]

'use strict'
/** What hurts, and what protects: falls, breath, fire, walls, the void, armor, effects. */

const { unhealed, losses, rhythm } = require('../bodily')

const DAMAGE = 'Minecraft Wiki, "Damage"'
const EFFECT = 'Minecraft Wiki, "Effect"'
const about = value => ({ min: value - 0.01, max: value + 0.01 })

const hurts = (name, vanilla, source, setup, ticks, expect, before = async () => {}) => ({
  name,
  vanilla,
  source,
  run: unhealed(async t => {
    await before(t)
    for (const verb of setup) await t.setup(...verb)
    return rhythm(await losses(t, ticks))
  }),
  expect
})

const fall = (onto, blocks, lost, vanilla, source, before = async () => {}) => ({
  name: `a fall of ${blocks} blocks onto ${onto}`,
  vanilla,
  source,
  setup: [['fill', -1, -3, -1, 1, -1, 1, 'dirt'], ['fill', -1, -1, -1, 1, -1, 1, onto]],
  run: unhealed(async t => {
    await before(t)
    const top = { white_bed: -0.4375, water: 0, honey_block: -0.0625 }[onto] ?? 0
    await t.setup('tp', 0.5, blocks + top, 0.5)
    await t.tick(2)
    await t.until(() => t.position[1] < 1, 200, 'the fall')
    await t.tick(20)
    return 20 - t.health
  }),
  expect: lost
})

const armored = (material, damage, vanilla) => ({
  name: `lava in ${material} armor`,
  vanilla,
  source: 'Minecraft Wiki, "Armor" (Damage protection), "Lava"',
  setup: ['helmet', 'chestplate', 'leggings', 'boots'].map((piece, i) => ['item', 5 + i, `${material}_${piece}`, 1]),
  run: unhealed(async t => {
    await t.setup('setblock', 0, 0, 0, 'lava')
    await t.until(() => t.health < 20, 40, 'lava')
    const lost = 20 - t.health
    await t.setup('setblock', 0, 0, 0, 'air')
    await t.setup('setblock', 0, 0, 0, 'water')
    await t.tick(5)
    return [lost, t.bot.inventory.slots[5].durabilityUsed]
  }),
  expect: [about(damage), { min: 1, max: 2 }]
})

const digs = (effect, amplifier, ticks, vanilla) => ({
  name: `dirt by hand with ${effect} ${amplifier + 1}`,
  vanilla,
  source: 'Minecraft Wiki, "Breaking" (Speed)',
  setup: [['setblock', 0, 0, -2, 'dirt'], ['effect', 'give', effect, 60, amplifier]],
  run: async t => t.lockstep ? [await t.digFor(0, 0, -2, ticks - 2), await t.digFor(0, 0, -2, ticks)] : ['dirt', await t.digFor(0, 0, -2, ticks)],
  expect: ['dirt', 'air']
})

const pool = [['fill', -1, -1, -1, 1, 3, 1, 'glass'], ['fill', 0, 0, 0, 0, 3, 0, 'water']]

module.exports = [
  fall('dirt', 3, 0, 'a fall of 3 blocks hurts nobody', `${DAMAGE} (Fall damage)`),
  fall('dirt', 10, 7, 'a fall costs its blocks less 3', `${DAMAGE} (Fall damage)`),
  fall('hay_block', 20, 4, 'hay takes 80 % away: 17 * 0.2, rounded up', 'Minecraft Wiki, "Hay Bale"'),
  fall('honey_block', 18, 3, 'honey takes 80 % away', 'Minecraft Wiki, "Honey Block"'),
  fall('slime_block', 20, 0, 'slime takes all', 'Minecraft Wiki, "Slime Block"'),
  fall('water', 20, 0, 'water takes all', `${DAMAGE} (Fall damage)`),
  fall('white_bed', 12, 3, 'a bed halves the height of a fall: 6 - 3', 'Minecraft Wiki, "Bed"; vanilla\'s BedBlock.fallOn'),
  fall('dirt', 11, 6, 'jump boost II bears 2 blocks more', 'Minecraft Wiki, "Jump Boost"', async t => t.setup('effect', 'give', 'jump_boost', 60, 1)),
  fall('dirt', 13, 8, 'resistance I takes 20 %: 10 less 2', 'Minecraft Wiki, "Resistance"', async t => t.setup('effect', 'give', 'resistance', 60, 0)),
  hurts('drowning', 'breath lasts 15 seconds and one more, then 2 half hearts a second are lost', 'Minecraft Wiki, "Drowning", "Damage"', pool, 365, [[2, 2, 2], [20, 20]]),
  {
    name: 'breath',
    vanilla: 'air lasts 300 ticks under water, and comes back by 4 a tick',
    source: 'Minecraft Wiki, "Breathing"; vanilla\'s LivingEntity.increaseAirSupply',
    setup: pool,
    async run (t) {
      await t.until(() => t.bot.oxygenLevel <= 7, 240, 'want of air')
      const before = t.health
      await t.setup('tp', 5.5, 0, 0.5)
      const ticks = await t.until(() => t.bot.oxygenLevel === 20, 100, 'breath')
      return [before, ticks]
    },
    expect: [20, { min: 44, max: 52 }]
  },
  {
    name: 'water breathing',
    vanilla: 'with water breathing air does not run out',
    source: EFFECT,
    setup: [['effect', 'give', 'water_breathing', 60], ...pool],
    async run (t) {
      await t.tick(400)
      return t.health
    },
    expect: 20
  },
  hurts('lava', 'lava costs 4 half hearts every half second', 'Minecraft Wiki, "Lava", "Damage"', [['setblock', 0, 0, 0, 'lava']], 35, [[4, 4, 4, 4], [10, 10, 10]]),
  {
    name: 'burning after lava',
    vanilla: 'who has left lava burns for 15 seconds: 1 half heart a second, until water puts it out',
    source: 'Minecraft Wiki, "Fire" (Burning damage), "Lava"',
    run: unhealed(async t => {
      await t.setup('setblock', 0, 0, 0, 'lava')
      await t.until(() => t.health < 20, 40, 'lava')
      await t.setup('tp', 6.5, 0, 0.5)
      await t.setup('setblock', 0, 0, 0, 'air')
      await t.tick(10)
      const burnt = rhythm(await losses(t, 100))
      const flag = t.bot.entity.metadata[0] & 1
      await t.setup('setblock', 6, 0, 0, 'water')
      await t.tick(3)
      const after = (await losses(t, 50)).length
      return [burnt[0], burnt[1], flag, after, t.bot.entity.metadata[0] & 1]
    }),
    expect: [[1, 1, 1, 1, 1], [20, 20, 20, 20], 1, 0, 0]
  },
  {
    name: 'fire resistance',
    vanilla: 'with fire resistance neither lava nor fire hurts',
    source: EFFECT,
    setup: [['effect', 'give', 'fire_resistance', 60], ['setblock', 0, 0, 0, 'lava']],
    async run (t) {
      await t.tick(60)
      const health = t.health
      await t.setup('setblock', 0, 0, 0, 'water')
      await t.tick(10)
      return health
    },
    expect: 20
  },
  hurts('fire', 'fire costs 1 half heart every half second', 'Minecraft Wiki, "Fire"', [['setblock', 0, -1, 0, 'netherrack'], ['setblock', 0, 0, 0, 'fire']], 35, [[1, 1, 1, 1], [10, 10, 10]]),
  hurts('a campfire', 'a lit campfire costs 1 half heart every half second', 'Minecraft Wiki, "Campfire"', [['setblock', 0, 0, 0, 'campfire'], ['tp', 0.5, 0.5, 0.5]], 25, [[1, 1, 1], [10, 10]]),
  hurts('magma', 'a magma block costs 1 half heart every half second', 'Minecraft Wiki, "Magma Block"', [['setblock', 0, -1, 0, 'magma_block']], 25, [[1, 1, 1], [10, 10]]),
  hurts('magma, sneaking', 'who sneaks is not hurt by magma', 'Minecraft Wiki, "Magma Block"', [['setblock', 0, -1, 0, 'magma_block']], 25, [[], []], async t => {
    t.bot.setControlState('sneak', true)
    await t.tick(3)
  }),
  hurts('a cactus', 'a cactus costs 1 half heart every half second', 'Minecraft Wiki, "Cactus"', [['setblock', 0, -1, 0, 'sand'], ['setblock', 0, 0, 0, 'cactus'], ['tp', 0.5, 1, 0.5]], 25, [[1, 1, 1], [10, 10]]),
  hurts('a wall', 'a whole block around the head costs 1 half heart every half second', 'Minecraft Wiki, "Suffocation"', [['setblock', 0, 1, 0, 'stone']], 25, [[1, 1, 1], [10, 10]]),
  hurts('glass around the head', 'nobody suffocates in glass', 'Minecraft Wiki, "Suffocation"', [['setblock', 0, 1, 0, 'glass']], 25, [[], []]),
  {
    name: 'the void',
    vanilla: 'more than 64 blocks below the world 4 half hearts are lost every half second',
    source: 'Minecraft Wiki, "Void"',
    run: unhealed(async t => {
      await t.setup('tp', 0.5, -140 - t.origin.y, 0.5)
      const found = rhythm(await losses(t, 25))
      await t.setup('tp', 0.5, 0, 0.5)
      await t.tick(5)
      return found
    }),
    expect: [[4, 4, 4], [10, 10]]
  },
  {
    name: 'safe for half a second',
    vanilla: 'for 10 ticks after damage only what exceeds it counts',
    source: `${DAMAGE} (Immunity)`,
    run: unhealed(async t => {
      const harm = async amplifier => {
        await t.setup('effect', 'give', 'instant_damage', 1, amplifier)
        await t.tick(t.lockstep ? 3 : 1)
        return t.health
      }
      await t.setup('effect', 'give', 'absorption', 60, 4)
      const first = await harm(0)
      await harm(0)
      const larger = await harm(1)
      await t.tick(20)
      await harm(1)
      return [first, larger, t.health]
    }),
    expect: [20, 20, 16]
  },
  armored('leather', 3.2, '7 points of armor: 4 * (1 - (7 - 4 / 2) / 25)'),
  armored('iron', 1.92, '15 points of armor: 4 * (1 - (15 - 4 / 2) / 25)'),
  armored('diamond', 0.96, '20 points and 8 toughness: 4 * (1 - (20 - 4 / 4) / 25)'),
  {
    name: 'regeneration',
    vanilla: 'regeneration I heals 1 half heart every 50 ticks',
    source: 'Minecraft Wiki, "Regeneration"',
    run: unhealed(async t => {
      await t.setup('effect', 'give', 'instant_damage', 1, 0)
      await t.tick(5)
      await t.setup('effect', 'give', 'regeneration', 20, 0)
      await t.until(() => t.health > 14, 60, 'healing')
      return [await t.until(() => t.health > 15, 60, 'healing'), t.health]
    }),
    expect: [50, 16]
  },
  {
    name: 'poison does not kill',
    vanilla: 'poison II costs 1 half heart every 12 ticks, down to 1',
    source: 'Minecraft Wiki, "Poison"',
    run: unhealed(async t => {
      await t.setup('effect', 'give', 'instant_damage', 1, 1)
      await t.tick(15)
      await t.setup('effect', 'give', 'poison', 60, 1)
      const [lost, apart] = rhythm(await losses(t, 150))
      return [lost.length, apart[0], t.health]
    }),
    expect: [7, 12, 1]
  },
  {
    name: 'effects are told and end',
    vanilla: 'an effect lasts the seconds that were given; a weaker one does not replace a stronger',
    source: `${EFFECT}, "Commands/effect"`,
    async run (t) {
      await t.setup('effect', 'give', 'strength', 4, 1)
      await t.setup('effect', 'give', 'strength', 2, 0)
      await t.tick(2)
      const { amplifier } = t.bot.entity.effects[5]
      await t.tick(70)
      const still = 5 in t.bot.entity.effects
      await t.tick(15)
      return [amplifier, still, 5 in t.bot.entity.effects]
    },
    expect: [1, true, false]
  },
  digs('haste', 1, 11, 'haste II digs 40 % faster: 11 ticks instead of 15'),
  digs('mining_fatigue', 0, 50, 'mining fatigue I digs at 30 %: 50 ticks instead of 15'),
  {
    name: 'no harm in creative mode',
    vanilla: 'creators are not hurt by lava or hunger',
    source: 'Minecraft Wiki, "Creative"',
    setup: [['gamemode', 'creative'], ['setblock', 0, 0, 0, 'lava'], ['effect', 'give', 'hunger', 3, 255]],
    async run (t) {
      await t.tick(60)
      return [t.health, t.food]
    },
    expect: [20, 20]
  }
]

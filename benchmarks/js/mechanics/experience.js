'use strict'
/** Experience: what gives it, how much a level takes, how orbs come to the player. */

const EXPERIENCE = 'Minecraft Wiki, "Experience"'

const level = (points, expected) => ({
  name: `${points} points`,
  vanilla: `${points} points are level ${expected}`,
  source: `${EXPERIENCE} (Leveling up)`,
  async run (t) {
    await t.setup('xp', 'add', points)
    await t.tick(5)
    return [t.bot.experience.level, t.bot.experience.points]
  },
  expect: [expected, points]
})

const ore = (block, tool, n, range, vanilla) => ({
  name: `${n} ${block} by ${tool}`,
  vanilla,
  source: `${EXPERIENCE} (Sources)`,
  setup: [['give', tool, 1]],
  async run (t) {
    await t.hold(tool)
    for (let i = 0; i < n; i++) {
      await t.setup('setblock', 0, 0, -2, block)
      await t.tick(2)
      await t.dig(0, 0, -2)
    }
    await t.tick(60)
    return t.bot.experience.points
  },
  expect: range
})

module.exports = [
  level(6, 0),
  level(7, 1),
  level(27, 3),
  level(352, 16),
  level(1395, 30),
  level(1507, 31),
  ore('coal_ore', 'iron_pickaxe', 20, { min: 8, max: 32 }, 'coal ore gives 0 to 2'),
  ore('diamond_ore', 'iron_pickaxe', 10, { min: 38, max: 62 }, 'diamond ore gives 3 to 7'),
  ore('lapis_ore', 'iron_pickaxe', 10, { min: 25, max: 45 }, 'lapis lazuli ore gives 2 to 5'),
  ore('redstone_ore', 'iron_pickaxe', 10, { min: 18, max: 42 }, 'redstone ore gives 1 to 5'),
  ore('iron_ore', 'iron_pickaxe', 5, 0, 'iron ore gives none before it is smelted'),
  ore('diamond_ore', 'stone_pickaxe', 2, 0, 'an ore broken by the wrong tool gives none'),
  {
    name: 'orbs come to the player',
    vanilla: 'an orb within 8 blocks flies to the player and is taken',
    source: EXPERIENCE,
    setup: [['give', 'iron_pickaxe', 1], ['setblock', 0, 0, -4, 'diamond_ore']],
    async run (t) {
      await t.dig(0, 0, -4)
      const orbs = t.entities().filter(e => e.name === 'experience_orb').length
      await t.tick(80)
      return [orbs > 0, t.bot.experience.points > 0, t.entities().filter(e => e.name === 'experience_orb').length]
    },
    expect: [true, true, 0]
  },
  {
    name: 'levels set and added',
    vanilla: 'a level that is set takes the points before it: level 5 takes 55',
    source: `${EXPERIENCE} (Leveling up)`,
    async run (t) {
      await t.setup('xp', 'set', 5, 'levels')
      await t.tick(5)
      return [t.bot.experience.level, t.bot.experience.progress]
    },
    expect: [5, 0]
  },
  {
    name: 'the bar',
    vanilla: 'the bar shows the part of the next level: 3 of 7 points',
    source: `${EXPERIENCE} (Leveling up)`,
    async run (t) {
      await t.setup('xp', 'add', 3)
      await t.tick(5)
      return t.bot.experience.progress
    },
    expect: { min: 0.428, max: 0.429 }
  },
  {
    name: 'death takes it',
    vanilla: 'a dead player leaves 7 points for each level, at most 100, and begins at none',
    source: `${EXPERIENCE} (Death)`,
    setup: [['xp', 'set', 4, 'levels']],
    async run (t) {
      await t.setup('tp', 0.5, 40, 0.5)
      await t.until(() => t.bot.health <= 0, 200, 'the fall')
      await t.tick(5)
      t.bot.respawn()
      await t.until(() => t.bot.health > 0, 200, 'life')
      await t.tick(10)
      const none = t.bot.experience.points
      await t.stand(0.5, 0, 0.5)
      await t.tick(80)
      return [none, t.bot.experience.points]
    },
    expect: [0, 28]
  }
]

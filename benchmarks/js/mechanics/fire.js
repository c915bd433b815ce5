'use strict'
/** Fire: how it is lit, how long it burns, and what it burns. */

const FIRE = 'Minecraft Wiki, "Fire"'

module.exports = [
  {
    name: 'flint and steel',
    vanilla: 'flint and steel used on the top of a block lights a fire there, and loses 1 of 64 uses',
    source: 'Minecraft Wiki, "Flint and Steel"',
    setup: [['setblock', 0, -1, -2, 'stone'], ['give', 'flint_and_steel']],
    async run (t) {
      await t.hold('flint_and_steel')
      await t.put(0, -1, -2, 1)
      return [t.name(0, 0, -2), t.bot.heldItem.durabilityUsed]
    },
    expect: ['fire', 1]
  },
  {
    name: 'no fire in water',
    vanilla: 'a fire can only be lit in air',
    source: FIRE,
    setup: [['setblock', 0, -1, -2, 'stone'], ['setblock', 0, 0, -2, 'torch'], ['give', 'flint_and_steel']],
    async run (t) {
      await t.hold('flint_and_steel')
      await t.put(0, -1, -2, 1)
      return t.name(0, 0, -2)
    },
    expect: 'torch'
  },
  {
    name: 'fire dies out',
    vanilla: 'on what does not burn fire dies out by itself: seldom before 5 of its ticks of 30 to 39, always in the end',
    source: FIRE,
    setup: [['fill', -2, -1, -4, 2, -1, -2, 'stone'], ['setblock', 0, 0, -3, 'fire']],
    async run (t) {
      await t.tick(60)
      const early = t.name(0, 0, -3)
      await t.tick(900)
      return [early, t.name(0, 0, -3)]
    },
    expect: ['fire', 'air']
  },
  {
    name: 'fire on netherrack',
    vanilla: 'fire on netherrack burns for ever',
    source: FIRE,
    setup: [['fill', -2, -1, -4, 2, -1, -2, 'stone'], ['setblock', 0, -1, -3, 'netherrack'], ['setblock', 0, 0, -3, 'fire']],
    async run (t) {
      await t.tick(1200)
      return t.name(0, 0, -3)
    },
    expect: 'fire'
  },
  {
    name: 'fire needs a hold',
    vanilla: 'when the block under it is gone and nothing beside it burns, fire goes out',
    source: FIRE,
    setup: [['setblock', 0, 0, -3, 'stone'], ['setblock', 0, 1, -3, 'fire']],
    async run (t) {
      await t.setup('setblock', 0, 0, -3, 'air')
      await t.tick(2)
      return t.name(0, 1, -3)
    },
    expect: 'air'
  },
  {
    name: 'fire burns wool',
    vanilla: 'fire burns up wool beside it; nothing drops',
    source: FIRE,
    setup: [['fill', -4, -1, -9, 4, -1, -2, 'stone'], ['fill', -1, 0, -6, 1, 1, -4, 'white_wool'], ['fill', -1, 2, -6, 1, 2, -4, 'fire'], ['tp', 0.5, 0, 6.5]],
    async run (t) {
      await t.tick(1600)
      const left = [-1, 0, 1].flatMap(x => [0, 1].flatMap(y => [-6, -5, -4].map(z => t.name(x, y, z)))).filter(name => name === 'white_wool').length
      return [left, t.dropped()]
    },
    expect: [{ min: 0, max: 14 }, {}]
  },
  {
    name: 'water puts fire out',
    vanilla: 'water flows over fire and puts it out',
    source: FIRE,
    setup: [['fill', -2, -1, -4, 4, -1, -2, 'stone'], ['setblock', 2, -1, -3, 'netherrack'], ['setblock', 2, 0, -3, 'fire']],
    async run (t) {
      await t.setup('setblock', 0, 0, -3, 'water')
      await t.tick(20)
      return t.name(2, 0, -3)
    },
    expect: 'water'
  },
  {
    name: 'items in fire',
    vanilla: 'items that lie in fire are destroyed',
    source: 'Minecraft Wiki, "Item (entity)"',
    setup: [['fill', -1, -1, -4, 1, -1, -2, 'netherrack'], ['fill', -1, 0, -4, 1, 0, -2, 'fire'], ['give', 'dirt', 2]],
    async run (t) {
      await t.look(0, -0.4)
      await t.hold('dirt')
      t.bot._client.write('block_dig', { status: 3, location: t.at(0, 0, 0), face: 0, sequence: 1 })
      await t.tick(40)
      return [t.dropped(), t.has('dirt')]
    },
    expect: [{}, 0]
  }
]

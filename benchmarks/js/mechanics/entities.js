'use strict'
/** What is put into the world with a click and is no block. */

const { page, alone } = require('../living')

module.exports = [
  {
    name: 'spawn eggs',
    vanilla: 'a spawn egg used on a block puts its creature there and is used up',
    source: page('Spawn Egg'),
    setup: [['give', 'cow_spawn_egg', 1]],
    async run (t) {
      await t.hold('cow_spawn_egg')
      await t.put(0, -1, -2)
      await t.tick(3)
      return [t.entities('cow').length, t.has('cow_spawn_egg')]
    },
    expect: [1, 0]
  },
  {
    name: 'boats',
    vanilla: 'a boat is put on the ground that one looks at, and dropped again when it is broken',
    source: page('Boat'),
    setup: [['give', 'oak_boat', 1]],
    async run (t) {
      await t.hold('oak_boat')
      await t.look(0, -0.7)
      await t.use()
      await t.tick(10)
      const boats = t.entities('boat')
      for (let i = 0; i < 12 && boats[0]?.isValid; i++) {
        t.bot.attack(boats[0])
        await t.tick(6)
      }
      await t.tick(20)
      return [boats.length, t.entities('boat').length, t.has('oak_boat') + (t.dropped().oak_boat ?? 0)]
    },
    expect: [1, 0, 1]
  },
  {
    name: 'armor stands',
    vanilla: 'an armor stand is put on a block; two quick blows break it, and it drops itself',
    source: page('Armor Stand'),
    setup: [['give', 'armor_stand', 1]],
    async run (t) {
      await t.hold('armor_stand')
      await t.put(0, -1, -2)
      await t.tick(3)
      const [stand] = t.entities('armor_stand')
      t.bot.attack(stand)
      await t.tick(3)
      t.bot.attack(stand)
      await t.tick(20)
      return [stand.name, t.entities('armor_stand').length, t.has('armor_stand') + (t.dropped().armor_stand ?? 0)]
    },
    expect: ['armor_stand', 0, 1]
  }
].map(alone)

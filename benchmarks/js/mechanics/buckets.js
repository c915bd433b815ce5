'use strict'
/** Buckets: what they take, what they give, and how far they reach. */

const { levels, lookAt } = require('../levels')

const WATER = 'Minecraft Wiki, "Water"'
const BUCKET = 'Minecraft Wiki, "Bucket"'

module.exports = [
  {
    name: 'a bucket takes a source',
    vanilla: 'an empty bucket used on a source takes it',
    source: BUCKET,
    setup: [['setblock', 0, -1, -2, 'water'], ['give', 'bucket']],
    async run (t) {
      await lookAt(t, 0, -1, -2)
      await t.use()
      return [t.name(0, -1, -2), t.has('water_bucket'), t.has('bucket')]
    },
    expect: ['air', 1, 0]
  },
  {
    name: 'a bucket takes lava',
    vanilla: 'an empty bucket used on a source of lava takes it',
    source: BUCKET,
    setup: [['setblock', 0, -1, -3, 'lava'], ['give', 'bucket']],
    async run (t) {
      await lookAt(t, 0, -1, -3)
      await t.use()
      return [t.name(0, -1, -3), t.has('lava_bucket')]
    },
    expect: ['air', 1]
  },
  {
    name: 'a bucket takes no flowing water',
    vanilla: 'flowing water cannot be taken; a bucket reaches through it',
    source: BUCKET,
    setup: [['fill', -1, 0, -5, 1, 0, -1, 'glass'], ['fill', 0, 0, -4, 0, 0, -1, 'air'], ['fill', -1, 0, -1, 1, 0, -1, 'glass'], ['setblock', 0, 0, -4, 'water'], ['give', 'bucket']],
    async run (t) {
      await t.tick(30)
      await lookAt(t, 0, 0, -2, 0.1)
      await t.use()
      return [Number(t.props(0, 0, -2).level), t.has('water_bucket'), t.has('bucket')]
    },
    expect: [2, 0, 1]
  },
  {
    name: 'a stack of buckets',
    vanilla: 'one bucket of a stack is filled and goes elsewhere into the inventory',
    source: BUCKET,
    setup: [['setblock', 0, -1, -2, 'water'], ['give', 'bucket', 16]],
    async run (t) {
      await lookAt(t, 0, -1, -2)
      await t.use()
      return [t.has('bucket'), t.has('water_bucket'), t.bot.heldItem.name]
    },
    expect: [15, 1, 'bucket']
  },
  {
    name: 'a bucket is emptied',
    vanilla: 'a water bucket puts a source against the side that is looked at, and is empty then',
    source: BUCKET,
    setup: [['give', 'water_bucket']],
    async run (t) {
      await lookAt(t, 0, -1, -2, 0.95)
      await t.use()
      const soon = levels(t, [[0, 0, -2]])
      await t.tick(10)
      return [soon, t.has('bucket'), t.has('water_bucket'), levels(t, [[1, 0, -2]])]
    },
    expect: [[0], 1, 0, [1]]
  },
  {
    name: 'a lava bucket is emptied',
    vanilla: 'a lava bucket puts a source of lava, and is empty then',
    source: BUCKET,
    setup: [['give', 'lava_bucket']],
    async run (t) {
      await lookAt(t, 0, -1, -4, 0.95)
      await t.use()
      const value = [levels(t, [[0, 0, -4]]), t.has('bucket')]
      await t.setup('setblock', 0, 0, -4, 'air')
      return value
    },
    expect: [[0], 1]
  },
  {
    name: 'a bucket waterlogs a slab',
    vanilla: 'a water bucket used on a block that can be waterlogged fills it',
    source: 'Minecraft Wiki, "Waterlogging"',
    setup: [['setblock', 0, 0, -2, 'oak_slab', { type: 'bottom' }], ['give', 'water_bucket']],
    async run (t) {
      await lookAt(t, 0, 0, -2, 0.4)
      await t.use()
      const filled = t.props(0, 0, -2).waterlogged
      await t.use()
      return [filled, t.name(0, 0, -2), t.props(0, 0, -2).waterlogged, t.has('water_bucket')]
    },
    expect: [true, 'oak_slab', false, 1]
  },
  {
    name: 'a bucket is emptied onto a torch',
    vanilla: 'water from a bucket washes a torch away; it drops',
    source: BUCKET,
    setup: [['setblock', 0, 0, -2, 'torch'], ['give', 'water_bucket']],
    async run (t) {
      await lookAt(t, 0, 0, -2, 0, 0.1, 0.15) // beside the torch
      await t.use()
      await t.tick(2)
      return [t.has('bucket'), t.name(0, 0, -2), t.dropped()]
    },
    expect: [1, 'water', { torch: 1 }]
  },
  {
    name: 'the reach of a bucket',
    vanilla: 'a bucket reaches 5 blocks from the eyes',
    source: `${BUCKET}; vanilla's Item.getPlayerPOVHitResult`,
    setup: [['setblock', 0, -1, -6, 'water'], ['give', 'bucket']],
    async run (t) {
      await lookAt(t, 0, -1, -6)
      await t.use()
      const far = t.has('water_bucket')
      await t.stand(0.5, 0, -1.5)
      await lookAt(t, 0, -1, -6)
      await t.use()
      return [far, t.has('water_bucket')]
    },
    expect: [0, 1]
  },
  {
    name: 'an endless spring',
    vanilla: 'in a basin of 2 by 2 sources the one that is taken comes back',
    source: `${WATER} (Infinite water sources)`,
    setup: [['fill', 0, -1, -3, 1, -1, -2, 'water'], ['give', 'bucket', 3]],
    async run (t) {
      for (let i = 0; i < 3; i++) {
        await lookAt(t, 0, -1, -2)
        await t.use()
        await t.tick(12)
      }
      return [t.has('water_bucket'), levels(t, [[0, -1, -2], [1, -1, -2], [0, -1, -3], [1, -1, -3]])]
    },
    expect: [3, [0, 0, 0, 0]]
  }
]

'use strict'
/** Creatures: their bodies, what they leave, how players care for them. */

const { page, still, health, summoned, alone } = require('../living')

const SHEARED = 16

/** Click a creature with the hand's item. */
async function use (t, entity) {
  await t.during(t.bot.activateEntity(entity))
  await t.tick(3)
}

const body = (name, points) => ({
  name: `health of a ${name}`,
  vanilla: `a ${name} has ${points} half hearts`,
  source: `${page(name[0].toUpperCase() + name.slice(1))} (Health)`,
  setup: [['time', 18000]],
  run: async t => health(await summoned(t, name, 4.5, 0, 0.5, still)),
  expect: points
})

const loot = (name, vanilla, expect) => ({
  name: `loot of ten: ${name}`,
  vanilla,
  source: `${page(name[0].toUpperCase() + name.slice(1))} (Drops)`,
  setup: [['time', 18000]],
  async run (t) {
    for (let i = 0; i < 10; i++) await t.setup('summon', name, 4.5 + (i % 5) * 2, 0, 6.5 + Math.floor(i / 5) * 3, still)
    await t.tick(5)
    await t.setup('kill', `@e[type=${name}]`)
    await t.tick(30)
    return t.dropped()
  },
  expect
})

module.exports = [
  body('cow', 10),
  body('pig', 10),
  body('sheep', 8),
  body('chicken', 4),
  body('zombie', 20),
  body('skeleton', 20),
  body('spider', 16),
  loot('cow', 'a cow drops 1 to 3 beef and 0 to 2 leather', { beef: { min: 10, max: 30 }, leather: { min: 0, max: 20 } }),
  loot('pig', 'a pig drops 1 to 3 porkchops', { porkchop: { min: 10, max: 30 } }),
  loot('sheep', 'a sheep drops 1 or 2 mutton and one wool', { mutton: { min: 10, max: 20 }, white_wool: 10 }),
  loot('chicken', 'a chicken drops one chicken and 0 to 2 feathers', { chicken: 10, feather: { min: 0, max: 20 } }),
  loot('zombie', 'a zombie drops 0 to 2 rotten flesh; its rare drops only when a player kills it', { rotten_flesh: { min: 1, max: 20 } }),
  loot('skeleton', 'a skeleton drops 0 to 2 bones and 0 to 2 arrows', { bone: { min: 1, max: 20 }, arrow: { min: 1, max: 20 } }),
  loot('spider', 'a spider drops 0 to 2 string; eyes only when a player kills it', { string: { min: 1, max: 20 } }),
  {
    name: 'loot of what burns',
    vanilla: 'an animal that dies while it burns leaves its meat cooked',
    source: `${page('Pig')} (Drops)`,
    async run (t) {
      await summoned(t, 'pig', 4.5, 0, 4.5, '{NoAI:1b,Fire:200s}')
      await t.setup('kill', '@e[type=pig]')
      await t.tick(30)
      return t.dropped()
    },
    expect: { cooked_porkchop: { min: 1, max: 3 } }
  },
  {
    name: 'loot of the young',
    vanilla: 'young animals leave nothing',
    source: `${page('Cow')} (Drops)`,
    async run (t) {
      const calf = await summoned(t, 'cow', 4.5, 0, 4.5, '{NoAI:1b,Age:-24000}')
      const young = calf.metadata[16]
      await t.setup('kill', '@e[type=cow]')
      await t.tick(30)
      return [young, t.dropped()]
    },
    expect: [true, {}]
  },
  {
    name: 'milk',
    vanilla: 'a bucket used on a cow becomes a bucket of milk',
    source: `${page('Cow')} (Milking)`,
    setup: [['give', 'bucket', 1]],
    async run (t) {
      await t.hold('bucket')
      await use(t, await summoned(t, 'cow', 0.5, 0, -1.5, still))
      return [t.has('bucket'), t.has('milk_bucket')]
    },
    expect: [0, 1]
  },
  {
    name: 'shearing',
    vanilla: 'shears take 1 to 3 wool from a sheep, once, and wear by 1',
    source: `${page('Shears')}; ${page('Sheep')} (Shearing)`,
    setup: [['give', 'shears', 1]],
    async run (t) {
      await t.hold('shears')
      const sheep = await summoned(t, 'sheep', 0.5, 0, -2, '{NoAI:1b,Color:14b}')
      const before = sheep.metadata[17]
      await use(t, sheep)
      await use(t, sheep)
      await t.tick(60)
      return [before, sheep.metadata[17] & SHEARED, t.bot.heldItem.durabilityUsed, t.has('red_wool') + (t.dropped().red_wool ?? 0)]
    },
    expect: [14, SHEARED, 1, { min: 1, max: 3 }]
  },
  {
    name: 'wool grows again',
    vanilla: 'a sheared sheep has wool again when it has eaten grass, which leaves dirt',
    source: `${page('Sheep')} (Behavior)`,
    async run (t) {
      const flock = []
      for (let i = 0; i < 6; i++) flock.push(await summoned(t, 'sheep', 4.5 + i, 0, 4.5, '{Sheared:1b}'))
      await t.until(() => flock.some(sheep => !(sheep.metadata[17] & SHEARED)), 2500, 'wool')
      const { x, z } = flock.find(sheep => !(sheep.metadata[17] & SHEARED)).position.minus(t.origin).floored()
      const dirt = []
      for (let dx = -1; dx <= 1; dx++) for (let dz = -1; dz <= 1; dz++) dirt.push(t.name(x + dx, -1, z + dz))
      return dirt.includes('dirt')
    },
    expect: true
  },
  {
    name: 'breeding',
    vanilla: 'two cows that are fed wheat have a young one and give 1 to 7 points of experience',
    source: `${page('Breeding')}`,
    setup: [['give', 'wheat', 3]],
    async run (t) {
      await t.hold('wheat')
      for (const x of [-0.5, 1.5]) await use(t, await summoned(t, 'cow', x, 0, -1.5))
      const left = t.has('wheat')
      await t.until(() => t.entities('cow').length === 3, 300, 'a calf')
      await t.tick(3)
      const young = t.entities('cow').filter(cow => cow.metadata[16]).length
      await t.tick(60)
      return [left, young, t.bot.experience.points]
    },
    expect: [1, 1, { min: 1, max: 7 }]
  },
  {
    name: 'growing up',
    vanilla: 'a young animal is grown when its age comes to 0',
    source: `${page('Breeding')} (Baby animals)`,
    async run (t) {
      const calf = await summoned(t, 'cow', 4.5, 0, 4.5, '{Age:-30}')
      const young = calf.metadata[16]
      await t.tick(40)
      return [young, calf.metadata[16]]
    },
    expect: [true, false]
  },
  {
    name: 'bodies push',
    vanilla: 'two creatures in one place push one another apart',
    source: page('Entity'),
    async run (t) {
      const [one, two] = [await summoned(t, 'cow', 4.5, 0, 4.5), await summoned(t, 'cow', 4.6, 0, 4.6)]
      await t.tick(60)
      return one.position.distanceTo(two.position)
    },
    expect: { min: 0.7, max: 12 }
  },
  {
    name: 'eggs',
    vanilla: 'a chicken lays an egg when its time is over',
    source: `${page('Chicken')} (Behavior)`,
    async run (t) {
      await t.setup('summon', 'chicken', 5.5, 0, 5.5, '{EggLayTime:20}')
      await t.tick(40)
      return t.dropped()
    },
    expect: { egg: 1 }
  },
  {
    name: 'food leads animals',
    vanilla: 'cows come to a player who holds wheat',
    source: `${page('Cow')} (Behavior)`,
    setup: [['give', 'wheat', 1]],
    async run (t) {
      await t.hold('wheat')
      const cow = await summoned(t, 'cow', 0.5, 0, -8.5)
      await t.tick(160)
      return cow.position.distanceTo(t.bot.entity.position)
    },
    expect: { min: 1, max: 3.5 }
  },
  {
    name: 'animals flee',
    vanilla: 'an animal that was hit runs away',
    source: `${page('Cow')} (Behavior)`,
    async run (t) {
      const cow = await summoned(t, 'cow', 0.5, 0, -1.5)
      const from = cow.position.clone()
      t.bot.attack(cow)
      let far = 0
      for (let i = 0; i < 80; i++) {
        await t.tick()
        far = Math.max(far, cow.position.distanceTo(from))
      }
      return far
    },
    expect: { min: 3, max: 25 }
  },
  {
    name: 'animals keep off cliffs',
    vanilla: 'wandering animals do not walk off where they would be hurt',
    source: page('Mob AI'),
    setup: [['fill', 8, 5, 8, 12, 5, 12, 'stone']],
    async run (t) {
      const cow = await summoned(t, 'cow', 10.5, 6, 10.5)
      await t.tick(900)
      return [cow.position.y - t.origin.y, health(cow)]
    },
    expect: [6, 10]
  },
  {
    name: 'falls',
    vanilla: 'a fall of 10 blocks takes 7 half hearts from a cow and none from a chicken',
    source: `${page('Damage')} (Fall damage); ${page('Chicken')}`,
    async run (t) {
      const cow = await summoned(t, 'cow', 4.5, 10, 4.5)
      const chicken = await summoned(t, 'chicken', 7.5, 10, 4.5)
      await t.until(() => cow.position.y < t.origin.y + 0.1 && chicken.position.y < t.origin.y + 0.1, 200, 'the ground')
      await t.tick(5)
      return [health(cow), health(chicken)]
    },
    expect: [3, 4]
  },
  {
    name: 'animals swim',
    vanilla: 'a cow in deep water stays up and does not drown',
    source: `${page('Cow')}; ${page('Drowning')}`,
    setup: [['fill', 5, -4, 5, 7, -1, 7, 'water']],
    async run (t) {
      const cow = await summoned(t, 'cow', 6.5, -3, 6.5)
      await t.tick(400)
      return [health(cow), cow.position.y - t.origin.y > -1.8]
    },
    expect: [10, true]
  },
  {
    name: 'who comes later sees them',
    vanilla: 'a client that joins is told of the creatures around it, with their wool and age',
    source: `${page('Java Edition protocol')} (Spawn Entity, Set Entity Metadata)`,
    async run (t) {
      await summoned(t, 'sheep', 4.5, 0, 0.5, '{NoAI:1b,Sheared:1b,Color:15b,Age:-1000}')
      const two = await t.other('witness')
      try {
        await t.setupFor('witness', 'tp', 2.5, 0, 2.5)
        await two.tick(30)
        const sheep = Object.values(two.bot.entities).find(e => e.name === 'sheep')
        return [sheep?.metadata[16], sheep?.metadata[17]]
      } finally {
        two.end()
        await t.tick(5)
      }
    },
    expect: [true, 31]
  }
].map(alone)

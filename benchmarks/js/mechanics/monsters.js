'use strict'
/** Monsters: the sun, their minds and blows, where they come from and when they go. Spiders and zombies at difficulty easy. */

const { page, still, summoned, alone, firstHit } = require('../living')

const BURNING = 1

/** Whether it burns within so many ticks. */
const burns = (name, vanilla, setup, expect) => ({
  name: `sun: ${vanilla}`,
  vanilla,
  source: `${page('Zombie')}; ${page('Skeleton')}; ${page('Spider')} (Behavior)`,
  setup,
  async run (t) {
    const creature = await summoned(t, name, 4.5, 0, 0.5, still)
    for (let n = 0; n < 200; n += 5) {
      await t.tick(5)
      if (creature.metadata[0] & BURNING) return true
    }
    return false
  },
  expect
})

module.exports = [
  burns('zombie', 'zombies burn in sunlight', [], true),
  burns('skeleton', 'skeletons burn in sunlight', [], true),
  burns('spider', 'spiders do not burn', [], false),
  burns('zombie', 'zombies do not burn at night', [['time', 18000]], false),
  burns('zombie', 'zombies do not burn in the shade', [['fill', 2, 4, -2, 6, 4, 2, 'stone']], false),
  {
    name: 'blows of zombies',
    vanilla: 'a zombie hits a player for 2.5 half hearts on easy',
    source: `${page('Zombie')} (Attack strength)`,
    setup: [['time', 18000]],
    async run (t) {
      await summoned(t, 'zombie', 0.5, 0, -4.5)
      return await firstHit(t, 200)
    },
    expect: 17.5
  },
  {
    name: 'zombies walk',
    vanilla: 'a zombie of speed 0.23 walks about 2.3 blocks in a second, and comes from farther than 16 blocks',
    source: `${page('Zombie')} (Speed); ${page('Attribute')} (follow range 35)`,
    setup: [['time', 18000]],
    async run (t) {
      const zombie = await summoned(t, 'zombie', 0.5, 0, -20.5)
      await t.until(() => t.position[2] - zombie.position.z + t.origin.z < 18, 200, 'its start')
      const { z } = zombie.position
      await t.tick(60)
      return (zombie.position.z - z) / 3
    },
    expect: { min: 2, max: 2.6 }
  },
  {
    name: 'monsters push',
    vanilla: 'who is hit is pushed back',
    source: page('Knockback (mechanic)'),
    setup: [['time', 18000]],
    async run (t) {
      await summoned(t, 'zombie', 0.5, 0, -4.5)
      await firstHit(t, 200)
      await t.tick(12)
      return t.position[2]
    },
    expect: { min: 1, max: 3.5 }
  },
  {
    name: 'walls hide',
    vanilla: 'a zombie does not go for a player whom it cannot see',
    source: `${page('Zombie')} (Behavior)`,
    setup: [['time', 18000], ['fill', -1, 0, -1, 1, 2, 1, 'stone'], ['fill', 0, 0, 0, 0, 1, 0, 'air']],
    async run (t) {
      const zombie = await summoned(t, 'zombie', 0.5, 0, -6.5)
      await t.tick(200)
      return [zombie.metadata[15] & 4, t.health]
    },
    expect: [0, 20]
  },
  {
    name: 'monsters jump',
    vanilla: 'a zombie jumps up a step of one block',
    source: `${page('Zombie')} (Behavior)`,
    setup: [['time', 18000], ['fill', -2, 0, -2, 2, 0, 2, 'stone'], ['tp', 0.5, 1, 0.5]],
    async run (t) {
      await summoned(t, 'zombie', 0.5, 0, -7.5)
      return await firstHit(t, 300)
    },
    expect: 17.5
  },
  {
    name: 'monsters go around',
    vanilla: 'a zombie finds its way around a fence',
    source: `${page('Mob AI')} (Pathfinding)`,
    setup: [['time', 18000], ['fill', -4, 0, -3, 4, 0, -3, 'oak_fence', { east: true, west: true }]],
    async run (t) {
      await summoned(t, 'zombie', 0.5, 0, -7.5)
      return await firstHit(t, 500)
    },
    expect: 17.5
  },
  {
    name: 'arrows',
    vanilla: 'a skeleton shoots from a distance; an arrow takes 1 to 4 half hearts on easy',
    source: `${page('Skeleton')} (Attack strength)`,
    setup: [['time', 18000]],
    async run (t) {
      const skeleton = await summoned(t, 'skeleton', 0.5, 0, -9.5)
      const left = await firstHit(t, 600)
      return [20 - left, skeleton.position.distanceTo(t.bot.entity.position) > 5]
    },
    expect: [{ min: 1, max: 4 }, true]
  },
  {
    name: 'spiders by night',
    vanilla: 'a spider attacks in the dark, for 2 half hearts',
    source: `${page('Spider')} (Attack strength)`,
    setup: [['time', 18000]],
    async run (t) {
      await summoned(t, 'spider', 0.5, 0, -6.5)
      return await firstHit(t, 300)
    },
    expect: 18
  },
  {
    name: 'spiders by day',
    vanilla: 'a spider attacks nobody in light of 12 or more, unless it is hit',
    source: `${page('Spider')} (Behavior)`,
    async run (t) {
      const spider = await summoned(t, 'spider', 0.5, 0, -3.5)
      await t.tick(150)
      const calm = t.health
      for (let i = 0; i < 6 && t.health === 20; i++) { // it may give up soon
        await t.setup('tp', spider.position.x - t.origin.x, 0, spider.position.z - t.origin.z + 2)
        await t.tick(3)
        t.bot.attack(spider)
        await t.tick(30)
      }
      return [calm, t.health < 20]
    },
    expect: [20, true]
  },
  {
    name: 'monsters come at night',
    vanilla: 'on open ground at night monsters appear, none of them within 24 blocks of a player',
    source: `${page('Spawn')} (Spawn conditions)`,
    setup: [['time', 18000], ['gamemode', 'creative']],
    async run (t) {
      const far = []
      const look = entity => { if (['zombie', 'skeleton', 'spider'].includes(entity.name)) far.push(entity.position.distanceTo(t.bot.entity.position)) }
      t.bot.on('entitySpawn', look)
      await t.setup('gamerule', 'doMobSpawning', 'true')
      for (let i = 0; i < 20 && far.length < 2; i++) await t.tick(50)
      t.bot.removeListener('entitySpawn', look)
      return [far.length >= 2, Math.min(...far) >= 24]
    },
    expect: [true, true]
  },
  {
    name: 'no monsters by day',
    vanilla: 'on open ground by day no monsters appear',
    source: `${page('Spawn')} (Spawn conditions)`,
    setup: [['gamemode', 'creative']],
    async run (t) {
      await t.setup('gamerule', 'doMobSpawning', 'true')
      await t.tick(400)
      return ['zombie', 'skeleton', 'spider'].reduce((n, name) => n + t.entities(name).length, 0)
    },
    expect: 0
  },
  {
    name: 'despawning',
    vanilla: 'a monster farther than 128 blocks from all players is gone at once; an animal stays',
    source: `${page('Spawn')} (Despawning)`,
    setup: [['time', 18000]],
    async run (t) {
      await summoned(t, 'zombie', 4.5, 0, 0.5, still)
      await summoned(t, 'cow', 7.5, 0, 0.5, still)
      await t.stand(0.5, 0, 200.5)
      await t.tick(40)
      await t.stand(0.5, 0, 0.5)
      await t.tick(40)
      return [t.entities('zombie').length, t.entities('cow').length]
    },
    expect: [0, 1]
  }
].map(alone)

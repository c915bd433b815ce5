'use strict'
/**
 * Creatures: animals and monsters, where they come from, what they do, what they leave. (Minecraft Wiki, Java Edition 1.19.4; numbers in rules/creatures.json,
 * loot.json, spawning.json; the parts are in ../creatures.)
 *
 * serv.creatures                     Map id -> creature { name, position, health, kind (its rules), hurt(damage, cause), slain() ... }
 * serv.summon(name, position, data)  puts one there; data as vanilla's names: NoAI, IsBaby, Age, Health, Sheared, Color, Fire,
 *   EggLayTime, PersistenceRequired
 * serv.useCreature(player, creature, slot)   a click on it with what is held: milk, shears, food
 * serv.spawning.caps()               { columns, monsters, animals }: what may be around the players now
 *
 * All chance comes from the seed, the creature's own number and the tick. A tick without players does nothing.
 * Left out of vanilla: other kinds, creepers among them; monsters wear nothing, do not call others, do not seek shade, do not
 * break doors; skeletons do not step aside; the young of monsters come only as zombies.
 */

const { Vec3 } = require('vec3')
const clock = require('../../clock')
const { keyed } = require('../random')
const { groundOf } = require('../creatures/ground')
const { sightOf } = require('../creatures/sight')
const { lifeOf } = require('../creatures/life')
const { motionOf } = require('../creatures/motion')
const { walkOf } = require('../creatures/walk')
const { grazersOf } = require('../creatures/grazers')
const { huntersOf } = require('../creatures/hunters')
const { spawningOf } = require('../creatures/spawning')
const { jostle } = require('../creatures/jostle')
const { careOf } = require('../creatures/care')
const rules = require('../rules')('creatures')

/** Who sees a creature, and whether one far away is awake, is looked at once in so many ticks. */
const MEETS = 10
const WAKES = 20
/** Blocks from the nearest player within which creatures do anything. */
const AWAKE = 128
/** New columns are given their animals within so many columns of a player, at most one column in a tick. */
const NEW = 6
/** What else can be summoned, in minecraft-data's words: it only stands there. */
const LIFELESS = ['other', 'living', 'projectile']
/** What of a creature is kept with the world. */
const KEPT = [
  'name', 'number', 'yaw', 'health', 'age', 'love', 'fire', 'air', 'fallen', 'idle', 'wool', 'sheared', 'noAI', 'persistent', 'egg', 'onGround', 'bumped', 'wait', 'drawn',
  'seen', 'provoked', 'meal', 'tempted', 'errand', 'flight', 'way', 'wayUntil', 'nextWay', 'scaredUntil', 'safeUntil', 'lastDamage', 'slainBy', 'slainUntil'
]

module.exports.server = (serv, options) => {
  const { seed, scenario } = options.lucid
  const creatures = serv.creatures = new Map()
  const populated = new Set() // 'x,z' of columns that have had their animals
  let count = 0 // creatures that ever were

  const ground = serv.walkable = groundOf(serv)
  const sight = serv.sight = sightOf(serv)
  const life = serv.life = lifeOf(serv, seed, { sight, ground })
  const move = motionOf(serv, ground)
  const walk = walkOf(serv, ground)
  const care = careOf(serv, seed, { life, sight, summon: put })
  const spawning = serv.spawning = spawningOf(serv, seed, { ground, summon: put })
  const grazer = grazersOf(serv, { ground, walk, sight, ...care })
  const hunter = huntersOf(serv, { ground, walk, sight, life, shoot: (...args) => serv.shootAt(...args) })
  serv.useCreature = care.use

  function put (name, position, data = {}) {
    const creature = life.made(name, position, data.number ?? ++count, data)
    creatures.set(creature.id, creature)
    sight.meet(creature)
    return creature
  }

  function remove (creature) {
    creatures.delete(creature.id)
    sight.gone(creature)
  }

  serv.summon = (name, position, data = {}) => {
    if (!rules.kinds[name]) return serv.putThing(name, position, data)
    return put(name, position.toArray(), given(name, data))
  }

  serv.setups.summon = async (player, name, x, y, z, data = {}) => {
    const position = new Vec3(Number(x), Number(y), Number(z))
    if (![position.x, position.y, position.z].every(Number.isFinite)) throw new Error(`expected a place, found ${x} ${y} ${z}`)
    await serv.overworld.getColumn(Math.floor(position.x) >> 4, Math.floor(position.z) >> 4)
    const bare = String(name).replace(/^minecraft:/, '')
    const kind = serv.registry.entitiesByName[bare]
    if (!kind || (!rules.kinds[bare] && !LIFELESS.includes(kind.type))) throw new Error(`expected one of ${Object.keys(rules.kinds).join(', ')} or a lifeless thing, found ${name}`)
    serv.summon(bare, position, typeof data === 'string' ? parsed(data) : data)
  }

  /** Kill as vanilla's /kill does: @e[type=cow], or all but players. */
  serv.setups.kill = (player, selector = '@e[type=!player]') => {
    const [, type] = /^@e\[type=(\w+)\]$/.exec(selector) ?? []
    if (!type && selector !== '@e[type=!player]') throw new Error(`expected @e[type=cow] or @e[type=!player], found ${selector}`)
    for (const kind of [creatures, serv.things, serv.arrows]) for (const each of [...kind.values()]) if (!type || each.name === type) each.slain()
  }

  serv.on('tick', () => {
    if (serv.players.length === 0) return
    for (const player of serv.players) reborn(player)
    if (serv.gamerules.doMobSpawning) populate()
    spawning.tick()
    if (creatures.size === 0) return
    const ends = serv.players.map(together)
    clock.turn().then(() => ends.forEach(end => end()))
    for (const creature of creatures.values()) turn(creature)
    jostle([...creatures.values()].filter(each => !each.asleep && !each.noAI && !each.dead), serv.players)
  })

  /** What is written to a client from now on goes out at once with what follows, until the answered function is called: most of the time is the system's. */
  function together ({ _client: { socket } }) {
    socket?.cork?.()
    return () => socket?.uncork?.()
  }

  /** A client that has died forgets what it saw. */
  function reborn (player) {
    if (player.health <= 0) player.forgets = true
    else if (player.forgets) {
      player.meets.clear()
      player.forgets = false
    }
  }

  function turn (creature) {
    const { tickCount } = serv
    if (creature.asleep && (tickCount + creature.number) % WAKES !== 0) return
    const { x, y, z } = creature.position
    let [far, player] = [Infinity, null]
    for (const each of serv.players) {
      const d = Math.hypot(each.position.x - x, each.position.y - y, each.position.z - z)
      if (d < far && each.gameMode !== 3) [far, player] = [d, each]
    }
    creature.asleep = far > AWAKE || !serv.overworld.getLoadedColumn(Math.floor(x) >> 4, Math.floor(z) >> 4)
    if ((tickCount + creature.number) % MEETS === 0 || creature.asleep) sight.meet(creature)
    const dice = keyed(seed, 'mind', creature.number, tickCount)
    if (spawning.leaves(creature, far, dice)) return remove(creature)
    if (creature.asleep) return
    if (life.lives(creature, dice)) return remove(creature)
    if (creature.noAI) return
    if (!creature.dead) {
      care.lays(creature, dice)
      if (creature.kind.hostile) hunter(creature, dice, player)
      else grazer(creature, dice, player)
    }
    const fell = move(creature, dice)
    if (fell > 0 && !creature.dead) life.landed(creature, fell)
    if (fell > 0 && creature.width ** 2 * creature.height > 0.512) serv.trample(creature.position.offset(0, -0.2, 0).floored(), fell) // vanilla's FarmBlock.fallOn
    sight.moved(creature, tickCount)
  }

  /** The animals of columns that are seen for the first time: only where the terrain is made from the seed. */
  function populate () {
    if ((scenario.terrain ?? 'seeded') !== 'seeded') return
    for (const { position } of serv.players) {
      const [px, pz] = [Math.floor(position.x) >> 4, Math.floor(position.z) >> 4]
      for (let x = px - NEW; x <= px + NEW; x++) {
        for (let z = pz - NEW; z <= pz + NEW; z++) {
          if (populated.has(x + ',' + z) || !serv.overworld.getLoadedColumn(x, z)) continue
          populated.add(x + ',' + z)
          return spawning.populate(x, z)
        }
      }
    }
  }

  serv.keeps.creatures = {
    save: () => ({
      count,
      populated: [...populated],
      creatures: [...creatures.values()].filter(each => !each.dead).map(each => ({
        ...Object.fromEntries(KEPT.filter(key => each[key] !== undefined).map(key => [key, each[key]])),
        at: each.position.toArray(),
        step: each.step.toArray(),
        hunts: each.target?.username
      }))
    }),
    load (record) {
      count = record.count
      for (const key of record.populated) populated.add(key)
      for (const { name, at, step, ...data } of record.creatures) put(name, at, { ...data, step: new Vec3(...step) })
    }
  }
}

module.exports.player = player => {
  player.meets = new Set() // ids of what this client has been told of
  player.forgets = false
}

/** What a creature is summoned with, in our words. */
function given (name, { NoAI, IsBaby, Age, Health, Sheared, Color, PersistenceRequired, Fire, EggLayTime }) {
  const data = {}
  if (NoAI) data.noAI = true
  if (IsBaby) data.age = rules.kinds[name].hostile ? -1e12 : -rules.breeding.grown
  if (Age !== undefined) data.age = Number(Age)
  if (Health !== undefined) data.health = Number(Health)
  if (Sheared) data.sheared = true
  if (Color !== undefined && name === 'sheep') data.wool = Object.keys(rules.wool)[Number(Color)] ?? 'white'
  if (PersistenceRequired) data.persistent = true
  if (Fire !== undefined) data.fire = Number(Fire)
  if (EggLayTime !== undefined) data.egg = Number(EggLayTime)
  return data
}

/** `{NoAI:1b,Age:-100}` as vanilla writes it; what is nested is passed over. */
function parsed (text) {
  const out = {}
  for (const [, key, value] of text.matchAll(/"?(\w+)"?\s*:\s*"?(-?[\d.]+|true|false)[bsdfL]?"?/g)) out[key] = value === 'true' ? true : value === 'false' ? false : Number(value)
  return out
}

'use strict'
/**
 * Where creatures come from by themselves, and when they go again: vanilla's NaturalSpawner. (Minecraft Wiki, "Spawn"; numbers in rules/spawning.json.)
 * One attempt per column and tick, most of which end at the first look at a block.
 */

const { keyed } = require('../random')
const { boxAt, overlap, solidsNear } = require('../physics')
const { SOLID, WATER, LAVA, HARM, TALL, LOW } = require('./ground')
const rules = require('../rules')('spawning')
const { kinds, wool } = require('../rules')('creatures')

/** Columns that a cap is for. */
const WHOLE = 289
const { columns: WIDE, nearest: NEAR, monsters, animals, despawn } = rules
/** How often the columns around players are looked up. */
const LOOKS = 20
/** The age of who never grows up. */
const FOREVER = -1e12

/**
 * @param serv flying-squid's server
 * @param {number} seed
 * @param {{ ground: object, summon: (name, position, data) => object }} parts
 */
function spawningOf (serv, seed, { ground, summon }) {
  let eligible = [] // [cx, cz] in a fixed order

  const biomeAt = (x, z) => serv.biomeAt?.(x, z) ?? 'plains'
  const herds = (x, z) => rules.biomes[biomeAt(x, z)] ?? animals.herds
  const count = hostile => {
    let n = 0
    for (const { kind, persistent, dead, asleep } of serv.creatures.values()) if (!!kind.hostile === hostile && !persistent && !dead && !asleep) n++
    return n
  }
  const cap = rule => Math.floor(rule.cap * eligible.length / WHOLE)

  function lookAround () {
    const keys = new Map()
    for (const { position, gameMode } of serv.players) {
      if (gameMode === 3) continue
      const [px, pz] = [Math.floor(position.x) >> 4, Math.floor(position.z) >> 4]
      for (let x = px - WIDE; x <= px + WIDE; x++) {
        for (let z = pz - WIDE; z <= pz + WIDE; z++) if (serv.overworld.getLoadedColumn(x, z)) keys.set(x + ',' + z, [x, z])
      }
    }
    eligible = [...keys.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  }

  function tick () {
    if (serv.tickCount % LOOKS === 0 || (eligible.length === 0 && serv.players.length > 0)) lookAround()
    if (!serv.gamerules.doMobSpawning || serv.players.length === 0) return
    const turns = [[monsters, true], [animals, false]].filter(([rule]) => serv.tickCount % rule.every === 0)
    for (const [rule, hostile] of turns) {
      const most = cap(rule)
      let n = count(hostile)
      if (n >= most) continue
      const dice = keyed(seed, hostile ? 'monsters' : 'animals', serv.tickCount)
      const first = Math.floor(dice() * eligible.length) // vanilla shuffles them
      for (let i = 0; i < eligible.length && n < most; i++) n += attempt(eligible[(first + i) % eligible.length], rule, hostile, dice)
    }
  }

  /** One place in a column; answers how many came. */
  function attempt ([cx, cz], rule, hostile, dice) {
    const x = cx * 16 + Math.floor(dice() * 16)
    const z = cz * 16 + Math.floor(dice() * 16)
    const top = surface(x, z)
    const y = serv.cells.MIN_Y + Math.floor(dice() * (top - serv.cells.MIN_Y + 2))
    const state = serv.cells.at(x, y, z)
    if (state === null || (state !== 0 && ground.nature(state) & SOLID)) return 0
    if (hostile && y >= top && serv.light.darkness() < 3) return 0 // day, under the open sky: what the light would say, asked sooner
    let came = 0
    for (let pack = 0; pack < 3; pack++) {
      let [px, pz] = [x, z]
      let kind = null
      let size = Math.ceil(dice() * 4)
      for (let i = 0; i < size; i++) {
        px += Math.floor(dice() * 6) - Math.floor(dice() * 6)
        pz += Math.floor(dice() * 6) - Math.floor(dice() * 6)
        const far = farFromPlayers(px + 0.5, y, pz + 0.5)
        if (far <= NEAR || far > despawn.at_once || near(serv.spawnPoint, px, y, pz)) continue
        if (!kind) {
          const pick = picked(hostile ? rule.packs : herds(px, pz), dice)
          if (!pick) break
          kind = pick[0]
          size = pick[1][1] + Math.floor(dice() * (1 + pick[1][2] - pick[1][1]))
        }
        if (!allowed(kind, px, y, pz) || !(hostile ? dark(px, y, pz, dice) : bright(px, y, pz))) continue
        summon(kind, [px + 0.5, y, pz + 0.5], { ...born(kind, dice, came > 1), yaw: Math.floor(dice() * 360) })
        if (++came >= 4) return came
      }
    }
    return came
  }

  const near = (point, x, y, z) => Math.hypot(point.x - x - 0.5, point.y - y, point.z - z - 0.5) < NEAR

  function farFromPlayers (x, y, z) {
    let best = Infinity
    for (const { position, gameMode } of serv.players) if (gameMode !== 3) best = Math.min(best, Math.hypot(position.x - x, position.y - y, position.z - z))
    return best
  }

  /** The lowest cell that is open to the sky, or the top of the water. */
  function surface (x, z) {
    let y = serv.light.height(x, z)
    while (ground.at(x, y, z) & (SOLID | WATER) && y < serv.cells.MAX_Y) y++
    return y
  }

  function picked (packs, dice) {
    const list = Object.entries(packs)
    let left = dice() * list.reduce((sum, [, [weight]]) => sum + weight, 0)
    return list.find(([, [weight]]) => (left -= weight) < 0) ?? null
  }

  /** Whether a body of that kind can stand there: on a whole block, in free cells. */
  function allowed (name, x, y, z) {
    const below = serv.cells.at(x, y - 1, z)
    if (below === null || below === 0) return false
    if (!(ground.nature(below) & SOLID) || !serv.states.sturdy(below, [0, 1, 0])) return false
    const { width, height } = kinds[name]
    for (let up = 0; up < Math.ceil(height); up++) if (ground.at(x, y + up, z) & (SOLID | WATER | LAVA | HARM | TALL | LOW)) return false
    const box = boxAt({ x: x + 0.5, y, z: z + 0.5 }, width, height)
    return !solidsNear(serv, box).some(solid => overlap(box, solid))
  }

  function dark (x, y, z, dice) {
    const thunder = serv.weather === 'thunder' ? 10 : 0
    if (serv.light.open(x, y, z) && 15 - Math.max(serv.light.darkness(), thunder) > monsters.light) return false
    if (serv.light.block(x, y, z) > monsters.block) return false
    const sky = serv.light.sky(x, y, z)
    if (sky > Math.floor(dice() * 32)) return false
    return sky - Math.max(serv.light.darkness(), thunder) <= Math.floor(dice() * (monsters.light + 1))
  }

  function bright (x, y, z) {
    const { sky, block } = serv.light.at(x, y, z)
    return animals.on.includes(serv.states.name(serv.cells.at(x, y - 1, z) ?? 0)) && Math.max(sky, block) >= animals.light
  }

  /** What one is born with: its wool, whether it is young. */
  function born (name, dice, mayBeYoung = true) {
    const { young, hostile } = kinds[name]
    const data = {}
    if (name === 'sheep') data.wool = colour(dice)
    if (hostile ? young && dice() < young.chance : mayBeYoung && dice() < animals.young) data.age = hostile ? FOREVER : -24000
    return data
  }

  function colour (dice) {
    const list = Object.entries(wool)
    let left = dice() * list.reduce((sum, [, weight]) => sum + weight, 0)
    return list.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'white'
  }

  /** The animals that a new column is made with. */
  function populate (cx, cz) {
    const dice = keyed(seed, 'herd', cx, cz)
    const list = herds(cx * 16 + 8, cz * 16 + 8)
    while (dice() < animals.chance) {
      const pick = picked(list, dice)
      if (!pick) return
      const [name, [, least, most]] = pick
      const size = least + Math.floor(dice() * (1 + most - least))
      let [x, z] = [cx * 16 + Math.floor(dice() * 16), cz * 16 + Math.floor(dice() * 16)]
      const from = [x, z]
      for (let i = 0; i < size; i++) {
        for (let tries = 0; tries < 4; tries++) {
          const y = surface(x, z)
          const fine = allowed(name, x, y, z) && bright(x, y, z)
          if (fine) summon(name, [x + 0.5, y, z + 0.5], { ...born(name, dice, i > 1), yaw: Math.floor(dice() * 360) })
          do { // as vanilla: not out of the column
            x = from[0] + Math.floor(dice() * 5) - Math.floor(dice() * 5)
            z = from[1] + Math.floor(dice() * 5) - Math.floor(dice() * 5)
          } while (x >> 4 !== cx || z >> 4 !== cz)
          if (fine) break
        }
      }
    }
  }

  /** Whether a creature goes now: monsters far from all players. Counts how long it has been alone. */
  function leaves (creature, far, dice) {
    creature.idle = far < despawn.by_chance ? 0 : creature.idle + 1
    if (!creature.kind.hostile || creature.persistent || far === Infinity) return false
    if (far > despawn.at_once) return true
    return creature.idle > despawn.after && dice() < despawn.chance
  }

  return { tick, populate, leaves, born, farFromPlayers, caps: () => ({ columns: eligible.length, monsters: cap(monsters), animals: cap(animals) }) }
}

module.exports = { spawningOf }

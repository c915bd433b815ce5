'use strict'
/**
 * What grows by random ticks: crops, stems and their fruit, sugar cane, cactus, berries, cocoa, nether wart.
 * (Minecraft Wiki, "Tutorials/Crop farming" and the pages of the plants; numbers in rules/growth.json.)
 */

const { Vec3 } = require('vec3')
const { supported, brightness, NORMALS, SIDES } = require('../support')
const rules = require('../rules')('growth')

module.exports.server = serv => {
  const { states, cells } = serv
  const stateAt = ({ x, y, z }) => cells.at(x, y, z) ?? 0
  const nameAt = pos => states.name(stateAt(pos))
  const beside = (pos, side) => pos.offset(...NORMALS[side])
  const bright = pos => brightness(serv, pos) >= rules.light
  const age = state => states.properties(state).age
  const aged = (pos, state, by, most) => cells.set(pos, states.withProperties(state, { age: Math.min(most, age(state) + by) }))
  const below = (state, most) => age(state) < most
  const between = ([least, most], dice) => least + Math.floor(dice() * (most - least + 1))

  /** Vanilla's growth speed: the more wet farmland around, the faster; others of the kind in the same and the other direction slow it down. */
  function speed (pos, name) {
    const { bare, dry, wet, beside, crowded } = rules.speed
    let sum = bare
    for (let dx = -1; dx <= 1; dx++) {
      for (let dz = -1; dz <= 1; dz++) {
        const soil = stateAt(pos.offset(dx, -1, dz))
        if (states.name(soil) !== 'farmland') continue
        const part = states.properties(soil).moisture > 0 ? wet : dry
        sum += dx === 0 && dz === 0 ? part : part / beside
      }
    }
    const same = (dx, dz) => nameAt(pos.offset(dx, 0, dz)) === name
    const [alongX, alongZ] = [same(-1, 0) || same(1, 0), same(0, -1) || same(0, 1)]
    const diagonal = [[-1, -1], [1, -1], [1, 1], [-1, 1]].some(([dx, dz]) => same(dx, dz))
    return (alongX && alongZ) || diagonal ? sum / crowded : sum
  }

  const grows = (pos, name, dice) => bright(pos) && Math.floor(dice() * (Math.floor(rules.speed.slow / speed(pos, name)) + 1)) === 0

  /** Bone meal: what it adds, sometimes nothing; it is used up either way. */
  function fed (name, most, { meal, meal_chance: chance = 1 }, then) {
    if (!meal) return
    serv.fertile.set(name, (pos, state, dice) => {
      if (age(state) >= most) return false
      if (chance === 1 || dice() < chance) aged(pos, state, between(meal, dice), most)
      then?.(pos, dice)
      return true
    })
  }

  for (const [name, rule] of Object.entries(rules.crops)) {
    const { most, chance = 1 } = rule
    serv.onRandomTick(name, (pos, state, dice) => {
      if ((chance === 1 || dice() < chance) && grows(pos, name, dice)) aged(pos, state, 1, most)
    }, state => below(state, most))
    fed(name, most, rule)
  }

  for (const [name, rule] of Object.entries(rules.stems)) {
    serv.onRandomTick(name, (pos, state, dice) => {
      if (!grows(pos, name, dice)) return
      if (below(state, rule.most)) aged(pos, state, 1, rule.most)
      else bear(pos, rule, dice)
    })
    fed(name, rule.most, rule, (pos, dice) => { if (!below(stateAt(pos), rule.most)) bear(pos, rule, dice) })
  }

  /** A ripe stem puts its fruit into a free cell beside it, on soil, and holds on to it. */
  function bear (pos, { fruit, attached }, dice) {
    const side = SIDES[Math.floor(dice() * 4)]
    const to = beside(pos, side)
    if (!/air$/.test(nameAt(to)) || !/^(farmland|dirt|grass_block|podzol|coarse_dirt|mycelium|rooted_dirt|moss_block|mud|muddy_mangrove_roots)$/.test(nameAt(to.offset(0, -1, 0)))) return
    cells.set(to, states.named(fruit))
    cells.set(pos, states.named(attached, { facing: side }))
  }

  // a stem whose fruit is gone is a ripe stem again
  serv.on('cellChanged', ({ x, y, z }, before, after) => {
    const fruit = states.name(before)
    const stem = Object.keys(rules.stems).find(name => rules.stems[name].fruit === fruit)
    if (!stem || states.name(after) === fruit) return
    const pos = new Vec3(x, y, z)
    for (const side of SIDES) {
      const there = pos.minus(new Vec3(...NORMALS[side]))
      const state = stateAt(there)
      if (states.name(state) === rules.stems[stem].attached && states.properties(state).facing === side) {
        cells.set(there, states.named(stem, { age: rules.stems[stem].most }))
      }
    }
  })

  for (const [name, { height, steps }] of Object.entries(rules.stacking)) {
    serv.onRandomTick(name, (pos, state) => {
      const top = pos.offset(0, 1, 0)
      if (!/air$/.test(nameAt(top))) return
      let tall = 1
      while (tall < height && nameAt(pos.offset(0, -tall, 0)) === name) tall++
      if (tall >= height) return
      if (age(state) < steps - 1) return aged(pos, state, 1, steps - 1)
      cells.set(pos, states.withProperties(state, { age: 0 }))
      cells.set(top, states.named(name))
      if (!supported(serv, states.named(name), top)) serv.breakBlock(top, null)
    })
  }

  for (const [name, rule] of Object.entries(rules.slow)) {
    serv.onRandomTick(name, (pos, state, dice) => {
      if (dice() < rule.chance && (!rule.light || brightness(serv, pos.offset(0, 1, 0)) >= rule.light)) aged(pos, state, 1, rule.most)
    }, state => below(state, rule.most))
    fed(name, rule.most, rule)
  }

  /** Ripe berries are picked by hand. */
  serv.uses.set('sweet_berry_bush', (player, pos, state) => {
    const range = rules.berries[age(state)]
    if (!range || (age(state) < 3 && player.held()?.name === 'bone_meal')) return false
    serv.spill(pos, serv.items.made('sweet_berries', between(range, serv.throwDice(pos))))
    cells.set(pos, states.withProperties(state, { age: 1 }))
    return true
  })
}

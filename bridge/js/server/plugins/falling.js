'use strict'
/**
 * Sand, gravel and others that fall when nothing is under them: as entities, until they lie again as blocks, or as items where something is in their place.
 * Concrete powder hardens in and beside water. (Minecraft Wiki, "Falling Block", "Concrete Powder"; vanilla's FallingBlockEntity; rules/falling.json.)
 *
 * serv.dropBlock(pos)   lets a block fall now
 * serv.falling          id -> entity: { state, step, age, position }
 */

const { Vec3 } = require('vec3')
const rules = require('../rules')('falling')
const { globs, OFFSETS } = require('../liquids')
const { replaceable, NORMALS } = require('../support')
const { boxAt, sweep } = require('../physics')

const SIZE = 0.98
const KIND = 'fall'
/** Ticks after which one that is outside the world's height is gone. */
const OUTSIDE = 100

module.exports.server = serv => {
  const { cells, states } = serv
  const falling = serv.falling = new Map()
  const falls = globs(rules.blocks)
  const known = [] // state -> whether it falls
  const isLoose = state => (known[state] ??= falls.test(states.name(state)))
  const at = ({ x, y, z }) => cells.at(x, y, z)
  const look = ({ x, y, z }) => serv.liquids.at(x, y, z)
  const beside = ({ x, y, z }, [dx, dy, dz]) => new Vec3(x + dx, y + dy, z + dz)

  serv.on('cellChanged', (pos, before) => {
    touched(pos, serv.liquids.info(before).liquid === 'water')
    for (const offset of OFFSETS) touched(beside(pos, offset), false)
  })

  function touched (pos, soaked) {
    const state = at(pos)
    if (state === null || !isLoose(state)) return
    const hard = hardened(pos, state, soaked)
    if (hard !== state) cells.set(pos, hard)
    else serv.schedule(pos, rules.ticks, KIND)
  }

  /** What a state becomes beside water, or in it. */
  function hardened (pos, state, soaked) {
    const name = states.name(state)
    const powder = Object.keys(rules.hardens).find(each => globs([each]).test(name))
    if (!powder || !(soaked || Object.values(NORMALS).some(normal => normal[1] >= 0 && wets(pos, normal)))) return state
    const [from, to] = [powder, rules.hardens[powder]].map(each => each.split('*').at(-1))
    return states.named(name.slice(0, name.length - from.length) + to)
  }

  function wets (pos, normal) {
    const other = look(beside(pos, normal))
    return other.liquid === 'water' && !states.sturdy(other.state, normal.map(v => -v))
  }

  serv.scheduled.set(KIND, pos => {
    const state = at(pos)
    if (isLoose(state) && pos.y > cells.MIN_Y && isFree(at(beside(pos, NORMALS.down)))) serv.dropBlock(pos)
  })

  const isFree = state => state !== null && (replaceable(serv, state) || states.name(state) === 'snow' || serv.liquids.info(state).block)

  serv.dropBlock = pos => {
    const state = at(pos)
    spawn(pos.offset(0.5, 0, 0.5), state, 0, 0)
    cells.set(pos, serv.liquids.remains(state))
  }

  function spawn (position, state, speed, age) {
    const entity = serv.initEntity('object', serv.registry.entitiesByName.falling_block.id, serv.overworld, position)
    const uuid = `00000000-0000-4000-8000-${entity.id.toString(16).padStart(12, '0')}`
    const motion = { yaw: 0, pitch: 0, velocity: new Vec3(0, speed * 20, 0), knownPosition: position.clone(), size: undefined } // without a size upstream leaves it alone
    Object.assign(entity, { name: 'falling_block', uuid, data: state, metadata: [], state, speed, age, ...motion })
    falling.set(entity.id, entity)
    entity.updateAndSpawn()
  }

  function remove (entity) {
    falling.delete(entity.id)
    entity.destroy()
    for (const player of serv.players) player.nearbyEntities = player.nearbyEntities.filter(other => other !== entity)
  }

  serv.on('tick', () => { for (const entity of [...falling.values()]) fall(entity) })

  function fall (entity) {
    const from = entity.position
    if (cells.at(Math.floor(from.x), Math.max(cells.MIN_Y, Math.floor(from.y)), Math.floor(from.z)) === null) return
    entity.age++
    entity.speed -= rules.gravity
    const { moved, hit } = sweep(serv, boxAt(from, SIZE, SIZE), [0, entity.speed, 0])
    const to = from.offset(0, moved[1], 0)
    entity.sendPosition(to, hit[1])
    entity.position = to
    const pos = wetCell(entity, from, to) ?? (hit[1] ? cellOf(to) : null)
    if (pos) return land(entity, pos)
    const outside = to.y < cells.MIN_Y || to.y > cells.MAX_Y
    if (entity.age > rules.life || (entity.age > OUTSIDE && outside)) scatter(entity)
    else entity.speed *= rules.drag
  }

  const cellOf = ({ x, y, z }) => new Vec3(Math.floor(x), Math.floor(y + 1e-6), Math.floor(z)) // positions are sums of doubles

  /** Where powder that hardens meets water: it stays there. Vanilla looks for sources on the way only when it is fast. */
  function wetCell ({ state, speed }, from, to) {
    if (!Object.keys(rules.hardens).some(each => globs([each]).test(states.name(state)))) return null
    const last = cellOf(to)
    if (speed < -1) for (let pos = cellOf(from); pos.y > last.y; pos = pos.offset(0, -1, 0)) if (look(pos).liquid === 'water' && look(pos).source) return pos
    return look(last).liquid === 'water' ? last : null
  }

  function land (entity, pos) {
    const there = at(pos)
    const wet = look(pos).liquid === 'water'
    const state = hardened(pos, entity.state, wet)
    const rests = !isFree(at(beside(pos, NORMALS.down))) || (wet && state !== entity.state)
    if (!replaceable(serv, there) || !rests) return scatter(entity)
    remove(entity)
    cells.set(pos, state)
  }

  /** It comes down as an item. */
  function scatter (entity) {
    const item = serv.registry.itemsByName[states.name(entity.state)]
    remove(entity)
    if (!item) return
    const dice = serv.throwDice(cellOf(entity.position))
    serv.spawnStack(serv.items.made(item.name), entity.position.clone(), new Vec3(dice() * 0.2 - 0.1, 0.2, dice() * 0.2 - 0.1), 10)
  }

  serv.keeps.falling = {
    save: () => [...falling.values()].map(({ state, position, speed, age }) => [state, position.toArray(), speed, age]),
    load: saved => { for (const [state, place, speed, age] of saved) spawn(new Vec3(...place), state, speed, age) }
  }
}

'use strict'
/**
 * Sleep in beds, and the place to come back to. (Minecraft Wiki, "Bed"; numbers in rules/sleep.json.)
 *
 * player.sleeping   the head's cell of the bed in which it lies, else null
 * player.wake()     gets up
 */

const { Vec3 } = require('vec3')
const { bedAt, occupy, besideBed } = require('../beds')
const rules = require('../rules')('sleep')

const DAY = 24000
/** The client is told so that somebody woke. */
const WAKES = 2

module.exports.server = serv => {
  for (const { name } of serv.registry.blocksArray) if (name.endsWith('_bed')) serv.uses.set(name, (player, pos) => use(player, pos))

  function use (player, pos) {
    const bed = bedAt(serv, pos)
    const no = bed && !player.sleeping && player.health > 0 ? refusal(player, bed) : ''
    if (no === null) player.lie(bed)
    else if (no) player.hint(no)
    return true
  }

  /** Why not, in the client's words; null when nothing speaks against it. */
  function refusal (player, bed) {
    if (bed.occupied) return 'block.minecraft.bed.occupied'
    if (![bed.head, bed.foot].some(cell => within(player.position, cell, rules.reach, 0))) return 'block.minecraft.bed.too_far_away'
    if ([bed.head, bed.foot].some(({ x, y, z }) => serv.suffocates(serv.cells.at(x, y + 1, z)))) return 'block.minecraft.bed.obstructed'
    player.settle(bed.head)
    if (!serv.canSleep()) return 'block.minecraft.bed.no_sleep'
    if (player.gameMode !== 1 && monsters().some(creature => within(creature.position, bed.head, rules.near, 1))) return 'block.minecraft.bed.not_safe'
    return null
  }

  /** Not farther than so from the middle of a cell's bottom; a monster's body counts for what it is wide and high. */
  function within ({ x, y, z }, cell, { aside, above }, body) {
    return Math.abs(x - cell.x - 0.5) <= aside + body * 0.3 && Math.abs(z - cell.z - 0.5) <= aside + body * 0.3 && y - cell.y <= above && cell.y - y <= above + body * 1.9
  }

  const monsters = () => [...serv.creatures.values()].filter(({ name, health }) => health > 0 && rules.monsters.includes(name))

  serv.canSleep = () => {
    const [from, to] = rules.when[serv.thundering() ? 'thunder' : serv.raining() ? 'rain' : 'clear']
    return serv.timeOfDay() >= from && serv.timeOfDay() <= to
  }

  serv.on('tick', () => {
    const present = serv.players.filter(player => player.restored && player.gameMode !== 3)
    if (present.length && present.every(player => player.sleeping && player.slept >= rules.ticks)) morning(present)
    for (const player of present) if (player.sleeping) player.sleepOn()
  })

  function morning (players) {
    if (serv.gamerules.doDaylightCycle) serv.setTime(serv.time + DAY - serv.time % DAY)
    for (const player of players) player.wake()
    if (serv.gamerules.doWeatherCycle && serv.raining()) serv.clearWeather()
  }

  serv.playerKeeps.bed = { save: ({ bed }) => bed?.toArray() ?? null, load: (player, record) => { player.bed = record && new Vec3(...record) } }
}

module.exports.player = (player, serv) => {
  player.sleeping = null
  player.slept = 0 // ticks in bed
  player.bed = null // where it comes back to

  const component = message => JSON.stringify({ translate: message })
  player.hint = message => player._client.write('system_chat', { content: component(message), isActionBar: true })

  player.settle = cell => {
    if (player.bed?.equals(cell)) return
    player.bed = cell
    player._client.write('system_chat', { content: component('block.minecraft.set_spawn'), isActionBar: false })
  }

  player.lie = ({ head }) => {
    player.closeView(true)
    player.using = null
    const place = head.offset(0.5, rules.high, 0.5)
    player.sendPosition(place, false)
    Object.assign(player, { sleeping: head, slept: 0, fallen: 0, position: place })
    occupy(serv, head, true)
    player.showFigure()
  }

  /** Answers where it stands then. */
  function rise () {
    const bed = bedAt(serv, player.sleeping)
    const place = (bed && besideBed(serv, bed, player.look.yaw)) ?? player.sleeping.offset(0.5, 1.1, 0.5)
    occupy(serv, player.sleeping, false)
    player.sleeping = null
    return place
  }

  player.wake = () => {
    if (!player.sleeping) return
    const place = rise()
    player._writeNearby('animation', { entityId: player.id, animation: WAKES })
    player.showFigure()
    player.teleport(place)
  }

  player.sleepOn = () => {
    player.slept++
    if (!serv.canSleep() || !bedAt(serv, player.sleeping)) player.wake()
  }

  player.home = async () => {
    if (!player.bed) return undefined
    for (const dx of [-1, 1]) for (const dz of [-1, 1]) await serv.overworld.getColumn((player.bed.x + dx * 2) >> 4, (player.bed.z + dz * 2) >> 4)
    const bed = bedAt(serv, player.bed)
    const place = bed && besideBed(serv, bed, player.look.yaw)
    if (!place) player.bed = null
    return place
  }

  player.on('asap', () => {
    player._client.on('entity_action', ({ actionId }) => { if (actionId === 'stop_sleeping') player.wake() })
    player._client.prependListener('end', () => { if (player.sleeping) player.position = rise() }) // before upstream saves the player
  })
}

'use strict'
/**
 * What vanilla's commands show on a client's screen and the world knows nothing of (Minecraft Wiki, "Commands/title", "Commands/bossbar", "Commands/team",
 * "Commands/particle"). Only for commands.js: serv.shows[verb] = (words, player, chosen) => ..., `chosen` being whom a selector means.
 */

const { createHash } = require('crypto')

const COLOURS = ['pink', 'blue', 'red', 'green', 'yellow', 'purple', 'white']
const STYLES = ['progress', 'notched_6', 'notched_10', 'notched_12', 'notched_20']
const FORMATS = ['black', 'dark_blue', 'dark_green', 'dark_aqua', 'dark_red', 'dark_purple', 'gold', 'gray', 'dark_gray', 'blue', 'green', 'aqua', 'red', 'light_purple', 'yellow', 'white']
const PLAIN = 21 // of a team without a colour

module.exports.server = (serv, options) => {
  if (!options.lucid.testCommands) return
  const bars = new Map() // id -> bar
  const teams = new Map() // name -> team

  serv.shows = { title, bossbar, team, particle }

  function title ([who, what, ...rest], player, chosen) {
    const [fadeIn, stay, fadeOut] = rest.map(Number)
    const packets = {
      title: ['set_title_text', { text: rest.join(' ') }],
      subtitle: ['set_title_subtitle', { text: rest.join(' ') }],
      actionbar: ['action_bar', { text: rest.join(' ') }],
      times: ['set_title_time', { fadeIn, stay, fadeOut }],
      clear: ['clear_titles', { reset: false }],
      reset: ['clear_titles', { reset: true }]
    }
    const [name, packet] = member(packets, what)
    for (const target of chosen(who, player)) target._client.write(name, packet)
  }

  function bossbar ([how, id, what, ...rest], player, chosen) {
    if (how === 'add') {
      const digest = createHash('md5').update(id).digest('hex')
      const entityUUID = [8, 12, 16, 20, 32].map((end, i, ends) => digest.slice(ends[i - 1] ?? 0, end)).join('-')
      return bars.set(id, { entityUUID, title: text([what, ...rest].join(' ')), value: 0, max: 100, color: 6, dividers: 0, visible: true, players: [] })
    }
    const bar = member(Object.fromEntries(bars), id)
    const write = (action, packet = {}, players = bar.players) => {
      if (bar.visible) for (const each of players) each._client.write('boss_bar', { entityUUID: bar.entityUUID, action, ...packet })
    }
    const whole = () => ({ title: bar.title, health: bar.value / bar.max, color: bar.color, dividers: bar.dividers, flags: 0 })
    if (how === 'remove') {
      write(1)
      return bars.delete(id)
    }
    const changes = {
      players () {
        const next = rest[0] ? chosen(rest[0], player) : []
        write(1, {}, bar.players.filter(each => !next.includes(each)))
        write(0, whole(), next.filter(each => !bar.players.includes(each)))
        bar.players = next
      },
      visible () {
        const visible = rest[0] === 'true'
        if (visible === bar.visible) return
        write(1)
        bar.visible = visible
        write(0, whole())
      },
      color () { bar.color = COLOURS.indexOf(rest[0]); write(4, whole()) },
      style () { bar.dividers = STYLES.indexOf(rest[0]); write(4, whole()) },
      value () { bar.value = Number(rest[0]); write(2, whole()) },
      max () { bar.max = Number(rest[0]); write(2, whole()) },
      name () { bar.title = text(rest.join(' ')); write(3, whole()) }
    }
    member(changes, what)()
  }

  function team ([how, name, ...rest], player, chosen) {
    const known = () => member(Object.fromEntries(teams), name)
    const write = (mode, packet) => serv._writeAll('teams', { team: name, mode, ...packet })
    const whole = ({ label, formatting }) =>
      ({ name: label, friendlyFire: 3, nameTagVisibility: 'always', collisionRule: 'always', formatting, prefix: '{"text":""}', suffix: '{"text":""}' })
    const changes = {
      add () {
        teams.set(name, { label: text(rest.join(' ') || name), formatting: PLAIN })
        write(0, { ...whole(teams.get(name)), players: [] })
      },
      remove () { known(); teams.delete(name); write(1) },
      join () { known(); write(3, { players: chosen(rest[0] ?? '@s', player).map(each => each.username) }) },
      modify () {
        if (rest[0] === 'color') known().formatting = FORMATS.indexOf(rest[1])
        write(2, whole(known()))
      }
    }
    member(changes, how)()
  }

  function particle ([name, x, y, z, ...rest], player, chosen) {
    const { id } = member(serv.registry.particlesByName, name.replace('minecraft:', ''))
    const origin = player?.position ?? serv.spawnPoint
    const [at, [offsetX = 0, offsetY = 0, offsetZ = 0, particleData = 0, particles = 0]] = [[x, y, z], rest.slice(0, 5).map(Number)]
    const [px, py, pz] = ['x', 'y', 'z'].map((axis, i) => at[i]?.startsWith('~') ? origin[axis] + Number(at[i].slice(1)) : Number(at[i]))
    serv._writeAll('world_particles', { particleId: id, longDistance: rest[5] === 'force', x: px, y: py, z: pz, offsetX, offsetY, offsetZ, particleData, particles, data: {} })
  }
}

/** What stands under a name, which must be there. */
function member (things, name) {
  if (!Object.hasOwn(things, name)) throw new Error(`expected one of ${Object.keys(things).slice(0, 20).join(', ')}, found ${name}`)
  return things[name]
}

/** A text as JSON: given as JSON, or as words in quotes. */
function text (words) {
  return words.startsWith('{') || words.startsWith('[') ? words : JSON.stringify({ text: words.replace(/^"|"$/g, '') })
}

'use strict'
/**
 * Rain and thunder, by the seed's dice. (Minecraft Wiki, "Weather"; numbers in rules/weather.json; the cycle is vanilla's ServerLevel.advanceWeatherCycle.)
 * Lightning and the piling of snow are left out.
 *
 * serv.weather           'clear', 'rain' or 'thunder': what is coming or there
 * serv.raining()         whether it rains by now: it takes a fifth of 100 ticks to begin
 * serv.rainsAt(pos)      whether rain, not snow, falls on a cell
 * serv.clearWeather()    as after a night that was slept through
 */

const { keyed } = require('../random')
const rules = require('../rules')('weather')

const KINDS = ['clear', 'rain', 'thunder']
const UNITS = { d: 24000, s: 20, t: 1 }

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  /** Ticks left: of weather that stays clear, until rain and thunder change. */
  const sky = { clear: 0, rainFor: 0, thunderFor: 0, rain: false, thunder: false, rainLevel: 0, thunderLevel: 0 }

  Object.defineProperty(serv, 'weather', { get: () => sky.rain ? (sky.thunder ? 'thunder' : 'rain') : 'clear' })
  serv.raining = () => sky.rainLevel > rules.rains_from
  serv.thundering = () => sky.rainLevel * sky.thunderLevel > rules.thunders_from

  serv.clearWeather = () => Object.assign(sky, { rainFor: 0, thunderFor: 0, rain: false, thunder: false })

  serv.rainsAt = ({ x, y, z }) => {
    const biome = serv.biomeAt?.(x, z)
    if (!serv.raining() || rules.dry.includes(biome) || rules.snowy.includes(biome)) return false
    for (let above = y + 1; above <= serv.cells.MAX_Y; above++) {
      const state = serv.cells.at(x, above, z)
      if (state && (serv.states.boxes(state).length > 0 || serv.states.name(state) === 'water')) return false
    }
    return true
  }

  const drawn = (what, [least, most]) => least + Math.floor(keyed(seed, 'weather', serv.tickCount, KINDS.indexOf(what))() * (most - least + 1))

  function turn () {
    if (sky.clear > 0) {
      sky.clear--
      return Object.assign(sky, { thunderFor: sky.thunder ? 0 : 1, rainFor: sky.rain ? 0 : 1, thunder: false, rain: false })
    }
    if (sky.thunderFor > 0) { if (--sky.thunderFor === 0) sky.thunder = !sky.thunder } else sky.thunderFor = drawn('thunder', sky.thunder ? rules.thunder : rules.calm)
    if (sky.rainFor > 0) { if (--sky.rainFor === 0) sky.rain = !sky.rain } else sky.rainFor = drawn('rain', sky.rain ? rules.rain : rules.clear)
  }

  const tell = (reason, gameMode = 0, to = serv.players) => { for (const player of to) player._client.write('game_state_change', { reason, gameMode }) }
  const moved = (level, up) => Math.min(1, Math.max(0, Math.round((level + (up ? rules.change : -rules.change)) * 1e6) / 1e6))

  serv.on('tick', () => {
    if (serv.gamerules.doWeatherCycle) turn()
    const [rained, rain, thunder] = [serv.raining(), sky.rainLevel, sky.thunderLevel]
    sky.rainLevel = moved(rain, sky.rain)
    sky.thunderLevel = moved(thunder, sky.thunder)
    if (sky.rainLevel !== rain) tell('rain_level_change', sky.rainLevel)
    if (sky.thunderLevel !== thunder) tell('thunder_level_change', sky.thunderLevel)
    if (serv.raining() !== rained) tell(rained ? 'stop_raining' : 'start_raining')
  })

  serv.tellWeather = player => {
    if (!serv.raining()) return
    tell('start_raining', 0, [player])
    tell('rain_level_change', sky.rainLevel, [player])
    tell('thunder_level_change', sky.thunderLevel, [player])
  }

  serv.setups.weather = (player, kind, duration) => {
    if (!KINDS.includes(kind)) throw new Error(`expected one of ${KINDS.join(', ')}, found ${kind}`)
    const [, number, unit = 't'] = /^(\d+)([dst]?)$/.exec(duration ?? '') ?? []
    if (duration !== undefined && !number) throw new Error(`expected a duration, found ${duration}`)
    const ticks = number ? Number(number) * (UNITS[unit] ?? 1) : drawn(kind, rules[kind])
    const wet = kind !== 'clear'
    Object.assign(sky, { clear: wet ? 0 : ticks, rainFor: wet ? ticks : 0, thunderFor: wet ? ticks : 0, rain: wet, thunder: kind === 'thunder' })
  }

  serv.keeps.weather = { save: () => ({ ...sky }), load: record => { Object.assign(sky, record) } }
}

module.exports.player = (player, serv) => {
  for (const event of ['spawned', 'respawned']) player.on(event, () => serv.tellWeather(player))
}

'use strict'
/**
 * The time of day. (Minecraft Wiki, "Daylight cycle".)
 *
 * serv.time           ticks since the first morning, which began at 0; it stands still without the game rule doDaylightCycle
 * serv.timeOfDay()    0 to 23999: 0 sunrise, 6000 noon, 12000 sunset, 18000 midnight
 * serv.setTime(ticks) and everybody is told
 */

const DAY = 24000
const TIMES = { day: 1000, noon: 6000, night: 13000, midnight: 18000 } // Minecraft Wiki, "Commands/time"
/** Clients are told once a second. */
const EVERY = 20

module.exports.server = serv => {
  serv.timeOfDay = () => serv.time % DAY

  serv.once('asap', () => {
    serv.doDaylightCycle = false // upstream's clock stands, ours goes
    serv.setTime = time => {
      serv.time = time
      tell()
    }
  })

  serv.on('tick', () => {
    if (serv.gamerules.doDaylightCycle) serv.time++
    if (serv.tickCount % EVERY === 0) tell()
  })

  /** A time below zero says that it stands still. */
  function tell () {
    const time = serv.gamerules.doDaylightCycle ? serv.time : -Math.max(1, serv.time)
    serv._writeAll('update_time', { age: BigInt(serv.tickCount), time: BigInt(time) })
  }

  serv.setups.time = (player, ...args) => {
    const [how, word] = args.length > 1 ? args : ['set', args[0]]
    const ticks = TIMES[word] ?? Number(word)
    if (!Number.isInteger(ticks) || ticks < 0 || !['set', 'add'].includes(how)) throw new Error(`expected set or add and a time, found ${args.join(' ')}`)
    serv.setTime(how === 'add' ? serv.time + ticks : ticks)
  }
}

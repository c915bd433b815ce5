'use strict'
/** Stand still for `ticks`. */

module.exports = {
  footprint: () => [],
  async run (session, { ticks }) {
    const until = session.time.tick + ticks
    while (session.time.tick < until) await session.tick()
  }
}

'use strict'
/** Walk until the feet are within `near` blocks of the cell `pos`; 0: in that very cell. */

const { walk, goals } = require('../paths')

module.exports = {
  footprint: () => [],
  async run (session, { pos, near = 0 }) {
    let ticks = 0
    const lookAround = () => {
      if (++ticks % 10 === 0) session.sight.look()
      return false
    }
    await walk(session, near > 0 ? new goals.GoalNear(...pos, near) : new goals.GoalBlock(...pos), { each: lookAround })
  }
}

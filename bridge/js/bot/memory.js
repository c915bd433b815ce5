'use strict'
/** What was seen in windows, and is seen no more when they are closed: what a chest holds, how long a furnace burns. worldsim.state.Job, one for each. */

const { counts } = require('./ledger')

/** A double chest is one: where its other half stands. */
const RIGHT = { north: [1, 0], east: [0, 1], south: [-1, 0], west: [0, -1] }

/** @param {object} session */
function remember (session) {
  const jobs = new Map() // 'x,y,z' -> { pos, name, job }
  const nameAt = pos => session.nameOf(session.sight.stateAt(...pos))

  /** The other half of a chest at `pos`, or null. */
  function otherHalf ([x, y, z]) {
    const { type, facing } = session.terrain.kind(session.terrain.stateAt(x, y, z)).getProperties()
    if (type !== 'left' && type !== 'right') return null
    const [dx, dz] = RIGHT[facing].map(step => type === 'left' ? step : -step)
    return [x + dx, y, z + dz]
  }

  function note (pos, kind, items, doneAt) {
    jobs.set(String(pos), { pos, name: nameAt(pos), job: { kind, pos: pos.map(v => v + 0.5), done_at: doneAt, items } })
  }

  return {
    /** The chest that is open, at `pos`, holds what one sees. */
    chest (pos, window) {
      const other = otherHalf(pos)
      if (other) jobs.delete(String(other))
      note(pos, 'chest', counts({ items: () => window.slots.slice(0, window.inventoryStart).filter(Boolean) }), 0)
    },

    /** The furnace that is open, at `pos`: it burns for so many ticks more, and holds what one sees. */
    furnace (pos, window, burns) {
      const items = counts({ items: () => window.slots.slice(0, window.inventoryStart).filter(Boolean) })
      if (burns > 0 || Object.keys(items).length) note(pos, 'furnace', items, session.time.tick + burns)
      else jobs.delete(String(pos))
    },

    /** All of it, for `recall`. */
    recollect: () => [...jobs.values()],

    /** Remember what another bot does (`recollect`), and no more. */
    recall (all) {
      jobs.clear()
      for (const each of all) jobs.set(String(each.pos), each)
    },

    /** All that is still so, sorted by place. */
    list () {
      for (const [key, { pos, name, job }] of jobs) {
        const out = job.kind === 'furnace' && job.done_at <= session.time.tick && !Object.keys(job.items).length
        if (out || nameAt(pos) !== name) jobs.delete(key)
      }
      return [...jobs.values()].sort(({ pos: a }, { pos: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(({ job }) => job)
    }
  }
}

module.exports = { remember }

'use strict'
/** How an action ends before its end. Thrown by whatever finds out, caught once, in `perform.js`. */

class Stop extends Error {
  /**
   * @param {'failed' | 'interrupted'} status
   * @param {string | null} reason one of worldsim.change.Reason, or null
   * @param {string} note for people
   */
  constructor (status, reason, note = '') {
    super(note)
    this.status = status
    this.reason = reason
    this.note = note
  }
}

/** A failure in the world: data for Python, never an error. */
const failed = (reason, note) => new Stop('failed', reason, note)

/** Something else came first: the caller, the deadline, pain. */
const interrupted = (reason, note) => new Stop('interrupted', reason, note)

module.exports = { Stop, failed, interrupted }

'use strict'
/** The client that the mechanics suite plays with. */

module.exports = require('../../../benchmarks/js/player')

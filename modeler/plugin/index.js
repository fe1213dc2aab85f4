'use strict';

module.exports = { name: 'SOP', script: './client/client-bundle.js' };

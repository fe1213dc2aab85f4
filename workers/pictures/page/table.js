// Draws the tables of a decision file, one below the other.
'use strict';

async function draw({ xml, title }) {
  const sheet = document.getElementById('sheet');
  const style = document.createElement('style');
  style.textContent = '#sheet{display:inline-block;padding:12px 16px;background:#fff}'
    + '#sheet h1{font-size:18px;margin:0 0 8px}'
    + '#sheet .dmn-js-parent,#sheet .dmn-decision-table-container{height:auto!important;width:auto!important;overflow:visible}'
    + '#sheet .tjs-container{position:static!important;height:auto!important;width:auto!important;overflow:visible!important}'
    + '#sheet .tjs-container .tjs-table-container{overflow:visible}'
    + '#sheet .view-drd,#sheet .view-drd-container{display:none}'
    // The mark of bpmn.io has to be seen, and not to cover anything.
    + '#sheet .dmn-js-parent{padding-bottom:40px}';
  document.head.append(style);
  const heading = document.createElement('h1');
  heading.textContent = title;
  sheet.append(heading);
  const decisions = await tables(xml);
  for (const index of decisions) {
    const place = document.createElement('div');
    sheet.append(place);
    const viewer = new DmnJS({ container: place, width: 1500 });
    await viewer.importXML(xml, { open: false });
    await viewer.open(viewer.getViews()[index]);
  }
  return sheetAsSvg();
}

async function tables(xml) {
  const viewer = new DmnJS({ container: document.createElement('div') });
  await viewer.importXML(xml, { open: false });
  const found = viewer.getViews().flatMap(({ type }, index) => (type === 'decisionTable' ? [ index ] : []));
  viewer.destroy();
  return found;
}

// Draws the tables of a decision file, one below the other.
'use strict';

async function draw({ xml }) {
  const sheet = document.getElementById('sheet');
  const style = document.createElement('style');
  style.textContent = '#sheet{display:inline-block;padding:12px 16px;background:#fff}'
    + '#sheet .dmn-js-parent,#sheet .dmn-decision-table-container{height:auto!important;width:auto!important;overflow:visible}'
    + '#sheet .tjs-container{position:static!important;height:auto!important;width:auto!important;overflow:visible!important}'
    + '#sheet .tjs-container .tjs-table-container{overflow:visible}'
    + '#sheet .view-drd,#sheet .view-drd-container{display:none}'
    // The mark of bpmn.io has to be seen, and not to cover anything.
    + '#sheet>div{position:relative;padding-bottom:44px}#sheet .dmn-js-parent{position:static}';
  document.head.append(style);
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

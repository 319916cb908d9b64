// The page's own letters in drawings: bpmn-js measures texts before it breaks lines.
export const kText = {
  defaultStyle: { fontFamily: '"Be Vietnam Pro", Arial, sans-serif', fontSize: 12 },
  externalStyle: { fontSize: 11 },
};

// Before the first drawing: texts are measured with the letters that they will have.
export const text_is_there = () => Promise.all([document.fonts.load('12px "Be Vietnam Pro"', "Thẩm định"), document.fonts.load('12px "Be Vietnam Pro"')]);

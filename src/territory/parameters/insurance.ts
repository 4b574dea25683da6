/** Insurance contracts. */
export const insuranceParameters = {};

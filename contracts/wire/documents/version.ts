/** Version of the contract, in both documents. A change that breaks clients or providers raises the first number. */
export const version = '1.0.0';

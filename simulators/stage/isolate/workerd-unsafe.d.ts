/** What workerd gives a worker with the flag `unsafe_module`. */
declare module 'workerd:unsafe' {
  const unsafe: {
    /** Takes an object out of memory. @throws Error where it is not there, or something goes on in it */
    evict(stub: DurableObjectStub, options: { webSockets: 'close' | 'hibernate' }): Promise<void>;
  };
  export default unsafe;
}

// Listens on the document, so that parts swapped in later need no binding.
export function on(type, selector, listener, options) {
  document.addEventListener(
    type,
    (event) => {
      const target = event.target instanceof Element ? event.target.closest(selector) : null;
      if (target) listener(event, target);
    },
    options,
  );
}

/* The room's scripts, once its page can be seen: a browser runs this when the style sheet is there. Asked for before, they
   would take half of a slow line from it. */

for (const src of Object.values(document.querySelector("[data-later]").dataset)) {
  document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
}

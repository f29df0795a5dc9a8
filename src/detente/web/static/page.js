// What makes pages smoother; each works without it. No form, link or figure depends on this file.
"use strict";

(() => {
  const main = document.getElementById("main");
  const act = document.getElementById("act");
  let edited = act !== null && "typed" in act.dataset, leaving = false; // a form that came back holds what was typed
  document.addEventListener("input", () => { edited = true; });

  // ---- whoever follows a link out of a form is asked first whether what was typed may go
  window.addEventListener("beforeunload", (event) => { if (act !== null && edited && !leaving) event.preventDefault(); });

  // ---- what is wider than its place can be moved with the keyboard too; newer browsers see to that by themselves
  const reach = () => {
    for (const each of document.querySelectorAll(".wide, pre")) {
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0; else each.removeAttribute("tabindex");
    }
  };
  window.addEventListener("resize", reach);
  reach();

  // ---- a page that is renewed between the press of a button and its release would lose the click
  let released = null; // settled when what is pressed now is let go
  document.addEventListener("pointerdown", () => {
    released = new Promise((settle) => {
      for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(settle), { once: true });
    });
  }, true);

  // ---- news: show them where nobody is writing; offer them where somebody is
  const refresh = async () => {
    if (leaving) return;
    // Without a network the page stays as it is; the stream of news says so in its own way, and comes back by itself.
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" }).catch(() => null);
    if (answer === null || !answer.ok || answer.redirected || leaving) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("main");
    await released;
    if (!fresh || leaving) return;
    if (edited) { offer(); return; } // somebody began to write, or chose, while the page was on its way
    const open = [...main.querySelectorAll("details[open][id]")].map((each) => each.id);
    const at = document.activeElement && document.activeElement.id;
    const done = main.querySelector(".done"); // what was just done stays said until its reader leaves
    main.replaceChildren(...fresh.childNodes);
    if (done) main.prepend(done);
    reach();
    for (const id of open) { const each = document.getElementById(id); if (each) each.open = true; }
    if (at && document.getElementById(at)) document.getElementById(at).focus({ preventScroll: true });
    const menu = document.querySelector("body > nav"), freshMenu = page.querySelector("body > nav");
    if (menu && freshMenu) menu.replaceChildren(...freshMenu.childNodes);
  };

  const offer = () => {
    if (document.querySelector(".news")) return;
    const button = document.createElement("button");
    button.className = "news";
    button.type = "button";
    button.textContent = document.body.dataset.new;
    button.addEventListener("click", () => location.reload());
    main.prepend(button);
  };

  const interrupt = (news) => {
    const dialog = document.createElement("dialog");
    dialog.className = "urgent";
    dialog.setAttribute("aria-labelledby", "urgent-title");
    const title = document.createElement("h2");
    title.id = "urgent-title";
    title.textContent = news.title;
    const link = document.createElement("a");
    link.className = "btn";
    link.href = news.to;
    link.textContent = news.open;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn quiet";
    close.textContent = news.later;
    close.addEventListener("click", () => { dialog.close(); dialog.remove(); });
    dialog.append(title, link, close);
    document.body.append(dialog);
    dialog.showModal();
  };

  if (document.body.dataset.live === "yes" && "EventSource" in window) {
    const source = new EventSource("/live?after=" + document.body.dataset.news);
    source.onmessage = (message) => {
      const news = JSON.parse(message.data);
      if (news.urgent) interrupt(news.urgent[document.documentElement.lang] || news.urgent.en);
      if (edited) offer(); else refresh();
    };
    window.addEventListener("pagehide", () => source.close());
  }

  // ---- a form is sent once; until its answer is here this page is not renewed, for what it showed may be gone by then
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const buttons = form.querySelectorAll("button");
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    edited = false;
    leaving = true;
    setTimeout(() => { // still here: the answer was a file to keep, or none came
      leaving = false;
      delete form.dataset.sent;
      for (const button of buttons) button.removeAttribute("aria-disabled");
    }, 15000);
  });

  // ---- lists answer at once when a filter is chosen
  document.addEventListener("change", (event) => {
    if (event.target.matches("form.filters select")) event.target.form.requestSubmit();
  });

  // ---- proposals out of a report: the report follows to the words of the one that has the focus
  document.addEventListener("focusin", (event) => {
    const proposal = event.target.closest(".desk .proposal");
    const words = proposal && document.getElementById(proposal.id.replace("p", "q"));
    for (const each of document.querySelectorAll(".desk mark.here")) each.classList.remove("here");
    if (!words) return;
    for (const each of document.querySelectorAll(`.desk mark[data-place="${words.dataset.place}"]`)) each.classList.add("here");
    const pane = words.closest(".sheet");
    if (pane.scrollHeight > pane.clientHeight) pane.scrollTop += words.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  });

  // ---- and by keys: on, back, draft, change, another appearance, reject, mark. By their place on the board: an Arabic or a Russian
  // layout has other letters there.
  document.addEventListener("keydown", (event) => {
    const desk = document.querySelector("form[data-desk]");
    if (!desk || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const key = /^[a-z]$/.test(event.key) ? event.key : event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    const all = [...desk.querySelectorAll(".proposal")];
    const here = document.activeElement && document.activeElement.closest(".proposal");
    const at = all.indexOf(here || desk.querySelector(".proposal:target"));
    const go = (place) => { const to = all[Math.max(0, Math.min(all.length - 1, place))]; if (to) { to.focus(); to.scrollIntoView({ block: "nearest" }); } };
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (at >= 0 && key === "x") { const mark = all[at].querySelector("input[type=checkbox]"); if (mark) mark.checked = !mark.checked; }
    else if (at >= 0 && key && "acdr".includes(key)) { const button = all[at].querySelector(`button[data-key="${key}"]`); if (button) button.click(); else return; }
    else return;
    event.preventDefault();
  });

  // ---- where a text is not written as it should be, the cursor stands at the place
  const slip = document.querySelector("textarea[data-line]");
  if (slip !== null) {
    const before = slip.value.split("\n").slice(0, Number(slip.dataset.line) - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const marked = slip.value.slice(before).match(/^[ \t]*\{\u200e/) ? 1 : 0; // see as_edited in widgets.py
    const place = before + Number(slip.dataset.column) - 1 + (Number(slip.dataset.column) > 1 ? marked : 0);
    slip.focus();
    slip.setSelectionRange(place, place + 1);
  }

  // ---- copy what has to be typed elsewhere
  for (const each of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link copy";
    button.textContent = each.dataset.copyLabel;
    button.addEventListener("click", () => navigator.clipboard.writeText(each.dataset.copy));
    each.after(button);
  }
})();

// Passkeys: asks the browser for one and puts its answer into the form. Without scripts the form stays hidden, and passwords work.
"use strict";

(() => {
  if (!("credentials" in navigator) || !window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asked = (options) => {
    const found = { ...options, challenge: bytes(options.challenge) };
    if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
    for (const name of ["excludeCredentials", "allowCredentials"]) {
      if (options[name]) found[name] = options[name].map((each) => ({ ...each, id: bytes(each.id) }));
    }
    return found;
  };

  const answered = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    // Before page.js marks the form as sent: it is sent once the authenticator has answered.
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopPropagation();
      const publicKey = asked(JSON.parse(form.dataset.options));
      navigator.credentials[form.dataset.passkey]({ publicKey }).then((credential) => {
        form.elements.credential.value = answered(credential);
        form.requestSubmit();
      }, () => {
        form.querySelector(".error").textContent = form.dataset.failed;
      });
    });
  }
})();
